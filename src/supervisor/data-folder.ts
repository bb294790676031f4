/**
 * Where the nodes of a cluster keep their folders. Law: a folder that was named is never removed, nor what a node has ever
 * kept in it; a temporary one always is, at the latest when the process ends.
 */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Workers that are being terminated may still be writing. */
const REMOVAL = { recursive: true, force: true, maxRetries: 10, retryDelay: 20 } as const;

const NODE_NAME = /^n[1-9][0-9]*$/;

export class DataFolder {
  readonly path: string;
  readonly #isTemporary: boolean;
  readonly #removeAtExit = (): void => rmSync(this.path, REMOVAL);

  constructor(path: string, isTemporary: boolean) {
    this.path = path;
    this.#isTemporary = isTemporary;
    if (isTemporary) process.once("exit", this.#removeAtExit);
  }

  /** Of the nodes that have a folder here; none where there is no folder to look into. */
  nodeNames(): string[] {
    try {
      return readdirSync(this.path).filter((name) => NODE_NAME.test(name));
    } catch {
      return [];
    }
  }

  /** Gives a node's folder another name, which is no node's, and gives back that; null: it has none. */
  async moveAside(node: string): Promise<string | null> {
    if (!existsSync(join(this.path, node))) return null;
    let count = 1;
    while (existsSync(join(this.path, `${node}.lost-${count}`))) count += 1;
    const aside = `${node}.lost-${count}`;
    await rename(join(this.path, node), join(this.path, aside));
    return aside;
  }

  moveBack(aside: string, node: string): Promise<void> {
    return rename(join(this.path, aside), join(this.path, node));
  }

  /** Of a node that has never taken part. */
  async removeNode(node: string): Promise<void> {
    await rm(join(this.path, node), REMOVAL);
  }

  /** Of a temporary folder; otherwise nothing. */
  async remove(): Promise<void> {
    if (!this.#isTemporary) return;
    await rm(this.path, REMOVAL);
    process.off("exit", this.#removeAtExit);
  }
}

/** The folder that the user named, or a new temporary one. */
export const openDataFolder = async (named: string | undefined): Promise<DataFolder> =>
  named === undefined ? new DataFolder(await mkdtemp(join(tmpdir(), "graft-")), true) : new DataFolder(named, false);
