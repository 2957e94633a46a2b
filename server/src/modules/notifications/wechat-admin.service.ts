import { Injectable } from '@nestjs/common';
import type { WechatAdminAnswer } from '@yihu/shared';
import { Env } from '../../config/env';
import { Clock } from '../../platform/clock';
import { WechatAlarms, WechatState } from '../wechat';
import { TemplateCheck } from './template-check.service';
import { WechatFigures } from './wechat-figures.query';
import { WechatQuotas } from './wechat-quotas.service';

/** How the installation stands with WeChat: for operators, without secrets and without a person's data. */
@Injectable()
export class WechatAdmin {
  constructor(
    private readonly env: Env,
    private readonly clock: Clock,
    private readonly state: WechatState,
    private readonly alarms: WechatAlarms,
    private readonly templates: TemplateCheck,
    private readonly figures: WechatFigures,
    private readonly quotas: WechatQuotas,
  ) {}

  async page(): Promise<WechatAdminAnswer> {
    const now = this.clock.now();
    // First: a question for quotas may fetch the token and fail, and both belong on the page.
    const quotas = this.state.appId === '' ? [] : await this.quotas.list(now);
    const rows = await this.alarms.recent();
    const isCall = (row: { kind: string }) => row.kind === 'CALL';
    return {
      appId: this.state.appId,
      token: await this.state.token(now),
      push: this.state.push,
      templatesCheckedAt: await this.templates.checkedAt(),
      alarms: [
        ...this.settings(now),
        ...rows
          .filter((row) => !isCall(row))
          .map(({ kind, text, times, first_at, last_at }) => ({
            kind,
            text,
            count: Number(times),
            firstAt: first_at,
            lastAt: last_at,
          })),
      ],
      failures: rows.filter(isCall).map(({ text, code, times, last_at, rid }) => ({
        path: text,
        code,
        count: Number(times),
        lastAt: last_at,
        rid,
      })),
      sends: await this.figures.sends(now),
      credits: await this.figures.credits(),
      quotas,
    };
  }

  /** What can be seen without asking WeChat. */
  private settings(now: string): WechatAdminAnswer['alarms'] {
    const found: string[] = [];
    if (this.state.appId === '') found.push('没有配置小程序(WX_APP_ID),微信登录和消息都不可用');
    if (this.state.push === 'OFF')
      found.push('没有配置消息推送(WX_PUSH_TOKEN),订阅、审核结果和隐私事件收不到');
    if (this.state.push === 'PLAIN')
      found.push('消息推送是明文模式,请在小程序后台改用安全模式并配置 WX_AES_KEY');
    if (!this.env.publicUrl.startsWith('https://')) {
      found.push('YIHU_PUBLIC_URL 不是 https 地址,微信取不到待审图片');
    }
    return found.map((text) => ({ kind: 'CONFIG', text, count: 1, firstAt: now, lastAt: now }));
  }
}
