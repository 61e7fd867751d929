package io.tidemark.engine.function;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether a regular expression matches somewhere in a text: a non-deterministic automaton that goes
 * through the text once, in all its states at the same time (Thompson 1968), so that no expression
 * takes more than states × characters. Which of several matches would be found does not matter.
 * Immutable.
 */
final class Regex {

  /** A larger one goes to PostgreSQL. */
  private static final int STATES_MAX = 2_000;

  /**
   * A state: reads a character of the set and goes on with the next state; or reads nothing and
   * goes on with one or two, if it is where it must be.
   */
  private record State(Kind kind, @Nullable IntPredicate set, int other) {}

  private enum Kind {
    READ,
    SPLIT,
    JUMP,
    BEGIN,
    END,
    MATCH
  }

  private final boolean usesClasses;
  private final State[] states;

  private Regex(boolean usesClasses, State[] states) {
    this.usesClasses = usesClasses;
    this.states = states;
  }

  /** The automaton of an expression; null if only PostgreSQL knows what it matches. */
  static @Nullable Regex of(String pattern, boolean ignoresCase) {
    RegexParser.Expression expression = RegexParser.parse(pattern, ignoresCase);
    if (expression == null) {
      return null;
    }
    List<State> states = new ArrayList<>();
    if (!add(expression.root(), states)) {
      return null;
    }
    states.add(new State(Kind.MATCH, null, 0));
    return new Regex(expression.usesClasses(), states.toArray(State[]::new));
  }

  /** Whether it names classes of characters, which are ASCII's under C only. */
  boolean usesClasses() {
    return usesClasses;
  }

  /** Adds the states of a part, behind which the next ones follow; false if they are too many. */
  private static boolean add(RegexParser.Node node, List<State> states) {
    switch (node) {
      case RegexParser.Characters(IntPredicate set) -> states.add(new State(Kind.READ, set, 0));
      case RegexParser.Begin() -> states.add(new State(Kind.BEGIN, null, 0));
      case RegexParser.End() -> states.add(new State(Kind.END, null, 0));
      case RegexParser.Sequence(List<RegexParser.Node> parts) -> {
        for (RegexParser.Node part : parts) {
          if (!add(part, states)) {
            return false;
          }
        }
      }
      case RegexParser.Choice(List<RegexParser.Node> branches) -> {
        return addChoice(branches, states);
      }
      case RegexParser.Repeat repeat -> {
        return addRepeat(repeat, states);
      }
    }
    return states.size() <= STATES_MAX;
  }

  private static boolean addChoice(List<RegexParser.Node> branches, List<State> states) {
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < branches.size(); i++) {
      boolean isLast = i == branches.size() - 1;
      int split = states.size();
      if (!isLast) {
        states.add(new State(Kind.SPLIT, null, 0));
      }
      if (!add(branches.get(i), states)) {
        return false;
      }
      if (!isLast) {
        ends.add(states.size());
        states.add(new State(Kind.JUMP, null, 0));
        states.set(split, new State(Kind.SPLIT, null, states.size()));
      }
    }
    ends.forEach(end -> states.set(end, new State(Kind.JUMP, null, states.size())));
    return states.size() <= STATES_MAX;
  }

  private static boolean addRepeat(RegexParser.Repeat repeat, List<State> states) {
    for (int i = 0; i < repeat.min(); i++) {
      if (!add(repeat.part(), states)) {
        return false;
      }
    }
    if (repeat.max() < 0) {
      int split = states.size();
      states.add(new State(Kind.SPLIT, null, 0));
      if (!add(repeat.part(), states)) {
        return false;
      }
      states.add(new State(Kind.JUMP, null, split));
      states.set(split, new State(Kind.SPLIT, null, states.size()));
      return states.size() <= STATES_MAX;
    }
    List<Integer> splits = new ArrayList<>();
    for (int i = repeat.min(); i < repeat.max(); i++) {
      splits.add(states.size());
      states.add(new State(Kind.SPLIT, null, 0));
      if (!add(repeat.part(), states)) {
        return false;
      }
    }
    splits.forEach(split -> states.set(split, new State(Kind.SPLIT, null, states.size())));
    return states.size() <= STATES_MAX;
  }

  /** Whether the expression matches a part of the text. */
  boolean isIn(String text) {
    Run run = new Run(text.length());
    for (int at = 0; ; ) {
      run.enter(0, at);
      if (run.isMatched) {
        return true;
      }
      if (at == text.length()) {
        return false;
      }
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      run.read(c, at);
      if (run.isMatched) {
        return true;
      }
    }
  }

  /** The states that a text has brought the automaton to. */
  private final class Run {

    private final int length;
    private int[] reading = new int[states.length];
    private int count;
    private int[] nextReading = new int[states.length];
    private final int[] enteredAt = new int[states.length]; // the last place, plus 1
    private final int[] stack = new int[2 * states.length + 1]; // a state has two ways in, at most
    boolean isMatched;

    Run(int length) {
      this.length = length;
    }

    /** Enters a state and what is reached from it without reading, each once per place. */
    void enter(int first, int at) {
      int size = 0;
      stack[size++] = first;
      while (size > 0 && !isMatched) {
        int index = stack[--size];
        if (enteredAt[index] == at + 1) {
          continue;
        }
        enteredAt[index] = at + 1;
        State state = states[index];
        switch (state.kind()) {
          case READ -> reading[count++] = index;
          case MATCH -> isMatched = true;
          case JUMP -> stack[size++] = state.other();
          case SPLIT -> {
            size = push(size, state.other(), at);
            size = push(size, index + 1, at);
          }
          case BEGIN -> size = at == 0 ? push(size, index + 1, at) : size;
          case END -> size = at == length ? push(size, index + 1, at) : size;
        }
      }
    }

    private int push(int size, int index, int at) {
      if (enteredAt[index] == at + 1) {
        return size;
      }
      stack[size] = index;
      return size + 1;
    }

    /** Goes on behind a character, which ends at a place. */
    void read(int c, int at) {
      int[] before = reading;
      int number = count;
      reading = nextReading;
      nextReading = before;
      count = 0;
      for (int i = 0; i < number && !isMatched; i++) {
        IntPredicate set = states[before[i]].set();
        if (set != null && set.test(c)) {
          enter(before[i] + 1, at);
        }
      }
    }
  }
}
