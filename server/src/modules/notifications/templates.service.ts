import { Injectable } from '@nestjs/common';
import { addMinutes, type Instant } from '@yihu/shared';
import { Clock } from '../../platform/clock';
import { WechatClient, type WechatTemplate } from '../wechat';

const FRESH_MIN = 60;

/** The app's templates as WeChat lists them, asked at most once an hour. */
@Injectable()
export class Templates {
  private listed: { until: Instant; templates: Promise<WechatTemplate[]> } | null = null;

  constructor(
    private readonly wechat: WechatClient,
    private readonly clock: Clock,
  ) {}

  /** The template of this id, or null when the app has none. Throws WechatError when WeChat cannot be asked. */
  async find(id: string): Promise<WechatTemplate | null> {
    const now = this.clock.now();
    if (this.listed === null || this.listed.until <= now) {
      const templates = this.wechat.listTemplates();
      this.listed = { until: addMinutes(now, FRESH_MIN), templates };
      // A failure is not kept: the next message asks again.
      templates.catch(() => {
        this.listed = null;
      });
    }
    return (await this.listed.templates).find((template) => template.id === id) ?? null;
  }
}
