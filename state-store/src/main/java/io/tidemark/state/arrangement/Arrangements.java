package io.tidemark.state.arrangement;

/**
 * Where operators get their arrangements when a circuit is built. Names are stable between runs:
 * the same circuit asks for the same names and finds what it kept.
 */
public interface Arrangements {

  IndexedZSet indexed(String name);

  KeyedState keyed(String name);
}
