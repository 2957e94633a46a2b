import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OutboxWorker } from '../../platform/outbox';
import { AttachmentsService } from '../attachments/attachments.service';

export const MARK_TOPIC = 'attachment.mark';

/** Draws the mark on photos of evidence once the order has taken them; a reader who is quicker has it drawn at once. */
@Injectable()
export class EvidenceMarks implements OnModuleInit {
  constructor(
    private readonly attachments: AttachmentsService,
    private readonly worker: OutboxWorker,
  ) {}

  onModuleInit(): void {
    this.worker.register({
      topic: MARK_TOPIC,
      handle: async (job) => {
        await this.attachments.ensureMarked(String(job.payload.attachmentId));
        return 'done';
      },
    });
  }
}
