package io.tidemark.engine.analyzed;

import io.tidemark.engine.analyzed.CatalogFacts.Procedure;
import io.tidemark.engine.plan.Expression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call's arguments in the order of the function's parameters. The tree has them as written:
 * {@code name => value} in any order, defaults left out.
 */
final class Arguments {

  private Arguments() {}

  static List<Expression> of(Node call, Procedure procedure, ExpressionTranslator translator) {
    List<Node> given = call.nodes("args");
    int parameters = procedure.function().argumentTypes().size();
    boolean named = given.stream().anyMatch(argument -> argument.is("NAMEDARGEXPR"));
    if (procedure.takesAnything() || (!named && given.size() >= parameters)) {
      return translator.translateAll(call, "args");
    }
    List<@Nullable Node> all = new ArrayList<>();
    for (int i = 0; i < parameters; i++) {
      all.add(null);
    }
    for (int i = 0; i < given.size(); i++) {
      Node argument = given.get(i);
      if (argument.is("NAMEDARGEXPR")) {
        all.set(argument.integer("argnumber"), argument.node("arg"));
      } else {
        all.set(i, argument);
      }
    }
    // Defaults belong to the last parameters
    List<Node> defaults = translator.catalog().argumentDefaults(procedure.function().oid());
    List<Expression> arguments = new ArrayList<>();
    for (int i = 0; i < parameters; i++) {
      Node argument = all.get(i);
      if (argument == null) {
        int at = i - (parameters - defaults.size());
        if (at < 0) {
          throw new NodeFormatException(
              "A call of %s() in the analysed query lacks an argument"
                  .formatted(procedure.function().name()));
        }
        argument = defaults.get(at);
      }
      arguments.add(translator.translate(argument));
    }
    return arguments;
  }
}
