package io.tidemark.engine.function;

import io.tidemark.engine.type.TypeCodec;
import io.tidemark.state.row.RowBuilder;

/**
 * The functions that give a value's binary wire form, which a row has it in. Those of text go by
 * the session's client_encoding and are left to PostgreSQL.
 */
final class SendFunctions {

  private static final String[] SOURCES = {
    "boolsend",
    "byteasend",
    "charsend",
    "int2send",
    "int4send",
    "int8send",
    "float4send",
    "float8send",
    "numeric_send",
    "cash_send",
    "date_send",
    "time_send",
    "timestamp_send",
    "timestamptz_send",
    "timetz_send",
    "interval_send",
    "uuid_send",
    "inet_send",
    "cidr_send",
    "macaddr_send",
    "macaddr8_send",
    "bit_send",
    "varbit_send",
    "oidsend",
    "oidvectorsend",
    "int2vectorsend",
    "xidsend",
    "cidsend",
    "xid8send",
    "tidsend",
    "pg_lsn_send",
    "point_send",
    "box_send",
    "circle_send",
    "line_send",
    "lseg_send",
    "path_send",
    "poly_send",
    "regclasssend",
    "regcollationsend",
    "regconfigsend",
    "regdictionarysend",
    "regnamespacesend",
    "regopersend",
    "regoperatorsend",
    "regprocsend",
    "regproceduresend",
    "regrolesend",
    "regtypesend",
  };

  private SendFunctions() {}

  static void register(FunctionLibrary library) {
    for (String source : SOURCES) {
      library.typed(
          source,
          call -> {
            TypeCodec codec = call.codec(call.argument(0));
            return arguments -> {
              RowBuilder builder = new RowBuilder(1);
              codec.encode(FunctionLibrary.<Object>argument(arguments, 0), builder);
              return builder.build().copy(0);
            };
          });
    }
  }
}
