import { Injectable } from '@nestjs/common';
import { AppError } from '../../platform/errors';

/** Uploads are held in memory while they arrive: 32 × 10 MB at most. A form sends its nine photos at once. */
const AT_ONCE = 32;
const AT_ONCE_PER_PERSON = 9;

/** Bounds how many uploads are under way in this process; one more is refused, not queued. */
@Injectable()
export class UploadGate {
  private total = 0;
  private readonly perPerson = new Map<string, number>();

  /** Runs `work` in one of the places; refuses ATTACHMENT_BUSY when there is none. */
  async pass<T>(personId: string, work: () => Promise<T>): Promise<T> {
    const own = this.perPerson.get(personId) ?? 0;
    if (this.total >= AT_ONCE || own >= AT_ONCE_PER_PERSON) throw new AppError('ATTACHMENT_BUSY');
    this.total += 1;
    this.perPerson.set(personId, own + 1);
    try {
      return await work();
    } finally {
      this.total -= 1;
      const left = (this.perPerson.get(personId) ?? 1) - 1;
      if (left > 0) this.perPerson.set(personId, left);
      else this.perPerson.delete(personId);
    }
  }
}
