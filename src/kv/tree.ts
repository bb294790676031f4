/**
 * An ordered map whose state can be kept at no cost. Law: what `frozen` gave stays as it was, whatever becomes of the map
 * that it was taken of, so that taking a snapshot is keeping a reference.
 *
 * An AVL tree (Adelson-Velsky and Landis, 1962): the heights of two siblings differ by at most one, so that a path is at most
 * 1.44 log2(n) nodes long. Keys compare by `<`.
 *
 * Each node names the edition of the map that made it. A map changes the nodes of its own edition in place, and copies the
 * others on its way to them; `frozen` begins a new edition for both. So after a snapshot a path is copied once, and until the
 * next one a change costs no more than in a map that is never frozen. Whatever leads to a node of this edition is of it, too.
 */
interface Node<V> {
  readonly edition: number;
  readonly key: string;
  value: V;
  left: Link<V>;
  right: Link<V>;
  height: number;
}

type Link<V> = Node<V> | null;

/** Of all maps: no two of them share one. */
let editions = 0;

export class Tree<V> {
  #root: Link<V> = null;
  #size = 0;
  #edition = ++editions;

  get size(): number {
    return this.#size;
  }

  /** Nodes on the longest path. */
  get height(): number {
    return heightOf(this.#root);
  }

  get(key: string): V | null {
    return find(this.#root, key)?.value ?? null;
  }

  set(key: string, value: V): void {
    const node = find(this.#root, key);
    if (node !== null && node.edition === this.#edition) {
      node.value = value;
      return;
    }
    if (node === null) this.#size += 1;
    this.#root = inserted(this.#root, key, value, this.#edition);
  }

  delete(key: string): void {
    if (find(this.#root, key) === null) return;
    this.#size -= 1;
    this.#root = removed(this.#root, key, this.#edition);
  }

  /** This map as it is now. */
  frozen(): Tree<V> {
    const copy = new Tree<V>();
    copy.#root = this.#root;
    copy.#size = this.#size;
    this.#edition = ++editions;
    return copy;
  }

  /** In the order of the keys, from the first that is not below `from`. Not to be used further once the map has changed. */
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

function find<V>(root: Link<V>, key: string): Link<V> {
  let node = root;
  while (node !== null && node.key !== key) node = key < node.key ? node.left : node.right;
  return node;
}

const heightOf = (link: Link<unknown>): number => link?.height ?? 0;

/** `node`, or where it is of another edition a copy of this one. */
function owned<V>(node: Node<V>, edition: number): Node<V> {
  if (node.edition === edition) return node;
  const { key, value, left, right, height } = node;
  return { edition, key, value, left, right, height };
}

/** `node`, which is of this edition, with these children. */
function joined<V>(left: Link<V>, node: Node<V>, right: Link<V>): Node<V> {
  node.left = left;
  node.right = right;
  node.height = Math.max(heightOf(left), heightOf(right)) + 1;
  return node;
}

/** As `joined`, where the heights of `left` and `right` differ by two at most. */
function balanced<V>(left: Link<V>, node: Node<V>, right: Link<V>): Node<V> {
  const lean = heightOf(left) - heightOf(right);
  if (lean > 1 && left !== null) return leaningLeft(owned(left, node.edition), node, right);
  if (lean < -1 && right !== null) return leaningRight(left, node, owned(right, node.edition));
  return joined(left, node, right);
}

function leaningLeft<V>(left: Node<V>, node: Node<V>, right: Link<V>): Node<V> {
  if (left.right === null || heightOf(left.left) >= left.right.height)
    return joined(left.left, left, joined(left.right, node, right));
  const inner = owned(left.right, node.edition);
  const { left: innerLeft, right: innerRight } = inner;
  return joined(joined(left.left, left, innerLeft), inner, joined(innerRight, node, right));
}

function leaningRight<V>(left: Link<V>, node: Node<V>, right: Node<V>): Node<V> {
  if (right.left === null || heightOf(right.right) >= right.left.height)
    return joined(joined(left, node, right.left), right, right.right);
  const inner = owned(right.left, node.edition);
  const { left: innerLeft, right: innerRight } = inner;
  return joined(joined(left, node, innerLeft), inner, joined(innerRight, right, right.right));
}

function inserted<V>(link: Link<V>, key: string, value: V, edition: number): Node<V> {
  if (link === null) return { edition, key, value, left: null, right: null, height: 1 };
  const node = owned(link, edition);
  if (key === node.key) {
    node.value = value;
    return node;
  }
  if (key < node.key) return balanced(inserted(node.left, key, value, edition), node, node.right);
  return balanced(node.left, node, inserted(node.right, key, value, edition));
}

function removed<V>(link: Link<V>, key: string, edition: number): Link<V> {
  if (link === null) return null;
  if (key < link.key) return balanced(removed(link.left, key, edition), owned(link, edition), link.right);
  if (key > link.key) return balanced(link.left, owned(link, edition), removed(link.right, key, edition));
  if (link.right === null) return link.left;
  const { key: heirKey, value } = first(link.right);
  const heir: Node<V> = { edition, key: heirKey, value, left: null, right: null, height: 1 };
  return balanced(link.left, heir, removed(link.right, heirKey, edition));
}

function first<V>(node: Node<V>): Node<V> {
  let first = node;
  while (first.left !== null) first = first.left;
  return first;
}
