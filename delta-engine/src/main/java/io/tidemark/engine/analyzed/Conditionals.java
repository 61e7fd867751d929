package io.tidemark.engine.analyzed;

import io.tidemark.engine.plan.Expression;
import io.tidemark.engine.plan.Expression.Constant;
import io.tidemark.engine.type.PgType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CASE, COALESCE, GREATEST, LEAST and ARRAY[…]: expressions that choose from or gather others. */
final class Conditionals {

  private final ExpressionTranslator translator;

  Conditionals(ExpressionTranslator translator) {
    this.translator = translator;
  }

  Expression translate(Node node) {
    return switch (node.tag()) {
      case "CASEEXPR" -> cases(node);
      case "COALESCEEXPR" ->
          new Expression.Coalesce(
              translator.translateAll(node, "args"),
              translator.type(node, "coalescetype", "coalescecollid"));
      case "MINMAXEXPR" ->
          new Expression.MinMax(
              node.integer("op") == 0,
              translator.translateAll(node, "args"),
              translator.type(node, "minmaxtype", "minmaxcollid"),
              node.integer("inputcollid"));
      case "ARRAYEXPR" -> array(node);
      case "ARRAYCOERCEEXPR" -> arrayCast(node);
      default -> throw Refusals.expression(node);
    };
  }

  private Expression cases(Node node) {
    Node argument = node.nodeOrNull("arg");
    ExpressionTranslator conditions =
        argument == null ? translator : translator.testing(translator.translate(argument));
    List<Expression.Case.When> branches = new ArrayList<>();
    for (Node when : node.nodes("args")) {
      branches.add(
          new Expression.Case.When(
              conditions.translate(when.node("expr")), translator.translate(when.node("result"))));
    }
    PgType type = translator.type(node, "casetype", "casecollid");
    Node otherwise = node.nodeOrNull("defresult");
    return new Expression.Case(
        branches,
        otherwise == null ? new Constant(null, type) : translator.translate(otherwise),
        type);
  }

  private Expression array(Node node) {
    if (node.flag("multidims")) {
      return new ServerSyntax(translator).translate(node);
    }
    return gathered(
        translator.translateAll(node, "elements"),
        translator.catalog().type(node.integer("element_typeid"), -1, node.integer("array_collid")),
        translator.type(node, "array_typeid", "array_collid"));
  }

  /** A cast of ARRAY[…], as IN lists have them, is one of its elements. */
  private Expression arrayCast(Node node) {
    Node argument = node.node("arg");
    Node perElement = node.node("elemexpr");
    if (!argument.is("ARRAYEXPR")
        || argument.flag("multidims")
        || !argument.isPresent("elements")) {
      return new ServerSyntax(translator).translate(node);
    }
    PgType type =
        translator.catalog().type(node.integer("resulttype"), -1, node.integer("resultcollid"));
    List<Expression> elements =
        translator.translateAll(argument, "elements").stream()
            .map(element -> translator.testing(element).translate(perElement))
            .toList();
    return gathered(elements, elements.getFirst().type(), type);
  }

  /** A constant array where all elements are constants, so that it is built once. */
  private static Expression gathered(List<Expression> elements, PgType element, PgType type) {
    List<byte @Nullable []> values = new ArrayList<>();
    for (Expression value : elements) {
      if (!(value instanceof Constant constant) || ArrayDatum.elementType(type.oid()) == 0) {
        return new Expression.ArrayLiteral(elements, element, type);
      }
      values.add(constant.value());
    }
    return new Constant(ArrayDatum.wire(element.oid(), values), type);
  }
}
