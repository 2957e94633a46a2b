/** A few lines to drive a running stand-in from tests and scripts. */
import type { SentMessage } from './features/subscribe.ts';
import type { Template } from './features/templates.ts';
import type { JsonObject } from './wire.ts';

/** The control API of the stand-in at `url`; an unreasonable request throws with its text. */
export class StandinControl {
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async post<T = JsonObject>(name: string, input: JsonObject = {}): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    return read<T>(await fetch(this.address(name), { method: 'POST', headers, body: JSON.stringify(input) }));
  }

  async get<T = JsonObject>(name: string, input: Record<string, string> = {}): Promise<T> {
    return read<T>(await fetch(`${this.address(name)}?${new URLSearchParams(input)}`));
  }

  /** The code wx.login would give this user; creates the user when there is none of that name. */
  async loginCode(user: string): Promise<{ code: string; openid: string }> {
    return this.post('login-code', { user, create: true });
  }

  /** One accepted tap per template. */
  async accept(user: string, ...templateIds: string[]): Promise<JsonObject> {
    return this.post('tap', { user, choices: Object.fromEntries(templateIds.map((id) => [id, 'accept'])) });
  }

  async sent(user = ''): Promise<(SentMessage & { title: string })[]> {
    return this.get('sent', { user });
  }

  async templates(): Promise<Template[]> {
    return this.get('templates');
  }

  async fault(path: string, fault: JsonObject, times = 1): Promise<void> {
    await this.post('faults', { path, times, ...fault });
  }

  private address(name: string): string {
    return `${this.url}/__test__/${name}`;
  }
}

async function read<T>(answer: Response): Promise<T> {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text}`);
  return JSON.parse(text) as T;
}
