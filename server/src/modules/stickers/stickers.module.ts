import { Module } from '@nestjs/common';
import { AttachmentsModule } from '../attachments/attachments.module';
import { DirectoryModule } from '../directory/directory.module';
import { WechatModule } from '../wechat';
import { StickerImages } from './sticker-images.service';
import { StickerController, StickersController } from './stickers.controller';
import { StickersService } from './stickers.service';
import { StickersStore } from './stickers.store';

@Module({
  imports: [WechatModule, DirectoryModule, AttachmentsModule],
  controllers: [StickerController, StickersController],
  providers: [StickersService, StickersStore, StickerImages],
  exports: [StickersStore],
})
export class StickersModule {}
