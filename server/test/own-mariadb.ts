import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A MariaDB that a spec may kill and restart; see scripts/services/mariadb.mjs. */
export class OwnMariadb {
  private constructor(
    private readonly child: ChildProcess,
    /** Of a user who may create databases and kill connections. */
    readonly url: string,
  ) {}

  /** @param dir an empty folder to keep its data in, else one of its own */
  static async start(dir?: string): Promise<OwnMariadb> {
    const child = fork(join(__dirname, 'mariadb-child.mjs'), dir === undefined ? [] : [dir], {
      execArgv: [],
      stdio: 'inherit',
    });
    const [told] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [{ url?: string }];
    if (told?.url === undefined) throw new Error('MariaDB did not start');
    return new OwnMariadb(child, told.url);
  }

  /** SIGKILL; its data stay. */
  kill(): Promise<void> {
    return this.order('kill');
  }

  /** Ends it as an operator would, without haste; its data stay. */
  end(): Promise<void> {
    return this.order('end');
  }

  /** Answers when it takes connections again. */
  restart(): Promise<void> {
    return this.order('restart');
  }

  /** Ends it and removes its data. */
  stop(): Promise<void> {
    return this.order('stop');
  }

  private async order(name: 'kill' | 'end' | 'restart' | 'stop'): Promise<void> {
    this.child.send(name);
    await once(this.child, 'message');
  }
}
