/**
 * An ordered map that is never changed: each change gives a new one that shares all but the changed path with the old. Law:
 * an old version stays as it was, so that taking a snapshot is keeping a reference.
 *
 * An AVL tree (Adelson-Velsky and Landis, 1962): the heights of two siblings differ by at most one, so that a path is at most
 * 1.44 log2(n) nodes long. Keys compare by `<`.
 */
interface Node<V> {
  readonly key: string;
  readonly value: V;
  readonly left: Link<V>;
  readonly right: Link<V>;
  readonly height: number;
}

type Link<V> = Node<V> | null;

export class Tree<V> {
  readonly #root: Link<V>;
  readonly size: number;

  private constructor(root: Link<V>, size: number) {
    this.#root = root;
    this.size = size;
  }

  static empty<V>(): Tree<V> {
    return new Tree<V>(null, 0);
  }

  /** Nodes on the longest path. */
  get height(): number {
    return heightOf(this.#root);
  }

  get(key: string): V | null {
    let node = this.#root;
    while (node !== null && node.key !== key) node = key < node.key ? node.left : node.right;
    return node === null ? null : node.value;
  }

  set(key: string, value: V): Tree<V> {
    const size = this.get(key) === null ? this.size + 1 : this.size;
    return new Tree(inserted(this.#root, key, value), size);
  }

  delete(key: string): Tree<V> {
    return this.get(key) === null ? this : new Tree(removed(this.#root, key), this.size - 1);
  }

  /** In the order of the keys, from the first that is not below `from`. */
  *from(from: string): IterableIterator<readonly [string, V]> {
    const open: Node<V>[] = [];
    let node = this.#root;
    while (node !== null) {
      if (node.key >= from) open.push(node);
      node = node.key >= from ? node.left : node.right;
    }
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      yield [next.key, next.value];
      for (let below = next.right; below !== null; below = below.left) open.push(below);
    }
  }
}

const heightOf = (link: Link<unknown>): number => link?.height ?? 0;

const joined = <V>(left: Link<V>, { key, value }: Pick<Node<V>, "key" | "value">, right: Link<V>): Node<V> => ({
  key,
  value,
  left,
  right,
  height: Math.max(heightOf(left), heightOf(right)) + 1,
});

/** As `joined`, where the heights of `left` and `right` differ by two at most. */
function balanced<V>(left: Link<V>, middle: Pick<Node<V>, "key" | "value">, right: Link<V>): Node<V> {
  const lean = heightOf(left) - heightOf(right);
  if (lean > 1 && left !== null) return leaningLeft(left, middle, right);
  if (lean < -1 && right !== null) return leaningRight(left, middle, right);
  return joined(left, middle, right);
}

function leaningLeft<V>(left: Node<V>, middle: Pick<Node<V>, "key" | "value">, right: Link<V>): Node<V> {
  const inner = left.right;
  if (inner === null || heightOf(left.left) >= inner.height)
    return joined(left.left, left, joined(inner, middle, right));
  return joined(joined(left.left, left, inner.left), inner, joined(inner.right, middle, right));
}

function leaningRight<V>(left: Link<V>, middle: Pick<Node<V>, "key" | "value">, right: Node<V>): Node<V> {
  const inner = right.left;
  if (inner === null || heightOf(right.right) >= inner.height)
    return joined(joined(left, middle, inner), right, right.right);
  return joined(joined(left, middle, inner.left), inner, joined(inner.right, right, right.right));
}

function inserted<V>(link: Link<V>, key: string, value: V): Node<V> {
  if (link === null) return { key, value, left: null, right: null, height: 1 };
  if (key === link.key) return { ...link, value };
  if (key < link.key) return balanced(inserted(link.left, key, value), link, link.right);
  return balanced(link.left, link, inserted(link.right, key, value));
}

function removed<V>(link: Link<V>, key: string): Link<V> {
  if (link === null) return null;
  if (key < link.key) return balanced(removed(link.left, key), link, link.right);
  if (key > link.key) return balanced(link.left, link, removed(link.right, key));
  if (link.right === null) return link.left;
  const heir = first(link.right);
  return balanced(link.left, heir, removed(link.right, heir.key));
}

function first<V>(node: Node<V>): Node<V> {
  let first = node;
  while (first.left !== null) first = first.left;
  return first;
}
