import { Injectable } from '@nestjs/common';
import { renderSVG } from 'uqr';
import { Env } from '../../config/env';
import type { Actor } from '../../platform/auth/actor';
import { BlobMissingError, BlobStore, contentKey, sha256Of } from '../../platform/blobs';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { WechatError, WechatPlatform } from '../wechat';
import { linkOf, STICKER_PAGE, sceneOf } from './rules/sticker-id';
import { StickersService } from './stickers.service';
import { type StickerRow, StickersStore } from './stickers.store';

const VERSIONS = { developer: 'develop', trial: 'trial', formal: 'release' } as const;
/** Why WeChat drew no code, for whoever prints them. */
const REASONS: Partial<Record<WechatError['kind'], string>> = {
  config: '小程序设置有误',
  quota: '今日额度已用完',
  busy: '请求太密,请过一分钟再试',
};

/** What is printed: WeChat's own code, and a plain QR for every other scanner. */
@Injectable()
export class StickerImages {
  constructor(
    private readonly env: Env,
    private readonly db: Db,
    private readonly store: StickersStore,
    private readonly stickers: StickersService,
    private readonly platform: WechatPlatform,
    private readonly blobs: BlobStore,
  ) {}

  /** WeChat's code: drawn once, kept, then served from here. Throws STICKER_UNKNOWN, STICKER_IMAGE. */
  async code(actor: Actor, id: string): Promise<{ bytes: Buffer; mime: string }> {
    const row = await this.stickers.own(actor, id);
    const bytes = (await this.kept(row)) ?? (await this.draw(row));
    return { bytes, mime: bytes[0] === 0x89 ? 'image/png' : 'image/jpeg' };
  }

  /** A plain QR of the link, as SVG. Throws STICKER_UNKNOWN. */
  async qr(actor: Actor, id: string): Promise<string> {
    const row = await this.stickers.own(actor, id);
    return renderSVG(linkOf(this.env.publicUrl, row.id), { ecc: 'Q', border: 4 });
  }

  /** A picture that was lost is drawn again. */
  private async kept(row: StickerRow): Promise<Buffer | null> {
    if (row.image_key === null) return null;
    try {
      return await this.blobs.get(row.image_key);
    } catch (error) {
      if (error instanceof BlobMissingError) return null;
      throw error;
    }
  }

  private async draw(row: StickerRow): Promise<Buffer> {
    const bytes = await this.fromWechat(row.id);
    const key = contentKey('sticker', sha256Of(bytes), bytes[0] === 0x89 ? 'png' : 'jpg');
    await this.blobs.put(key, bytes);
    await this.db.inTransaction((tx) => this.store.keepImage(tx, row.id, key));
    return bytes;
  }

  private async fromWechat(id: string): Promise<Buffer> {
    const version = VERSIONS[this.env.wechat.miniprogramState];
    try {
      return await this.platform.code({ scene: sceneOf(id), page: STICKER_PAGE, version });
    } catch (error) {
      if (!(error instanceof WechatError)) throw error;
      throw new AppError('STICKER_IMAGE', { reason: REASONS[error.kind] ?? '微信没有应答' });
    }
  }
}
