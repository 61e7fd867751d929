package io.tidemark.engine.operator.window;

/**
 * A node of an {@link OrderTree}. Immutable but for what it remembers of its own content and of its
 * children's.
 */
sealed interface TreeNode permits Leaf, Inner {

  /**
   * What a node holds at most. A change rewrites its leaf whole; a search looks at two or three
   * more nodes of this width in a million rows.
   */
  int SIZE_MAX = 32;

  /** What a node is filled with when more than one is made of too many. */
  int SIZE_SPLIT = 24;

  /** A node that has changed and holds less is joined with a neighbour. */
  int SIZE_MIN = 8;

  /** Elements or children. */
  int size();

  /** Copies of all elements, those of negative weight being absent. */
  long copies();

  /** Elements that have copies. */
  long entries();
}
