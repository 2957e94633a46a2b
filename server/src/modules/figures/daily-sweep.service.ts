import { Injectable } from '@nestjs/common';

@Injectable()
export class DailySweep {
  async tick(): Promise<number> {
    return 0;
  }
}
