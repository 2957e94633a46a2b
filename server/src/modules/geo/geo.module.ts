import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module';
import { AttachmentsModule } from '../attachments/attachments.module';
import { DirectoryModule } from '../directory/directory.module';
import { StickersModule } from '../stickers/stickers.module';
import { CardsService } from './cards.service';
import { GeoStore } from './geo.store';
import { GridImportService } from './grid-import.service';
import { GridPeople } from './grid-people.service';
import { GridWriter } from './grid-writer';
import { GridsController } from './grids.controller';
import { GridsQuery } from './grids.query';
import { GridsService } from './grids.service';
import { StreetStateQuery } from './street-state.query';
import { UnitsController } from './units.controller';
import { UnitsService } from './units.service';

@Module({
  imports: [AccountsModule, DirectoryModule, AttachmentsModule, StickersModule],
  controllers: [GridsController, UnitsController],
  providers: [
    CardsService,
    GeoStore,
    GridImportService,
    GridsQuery,
    GridPeople,
    GridsService,
    GridWriter,
    StreetStateQuery,
    UnitsService,
  ],
})
export class GeoModule {}
