import { AGENDA_AT_MOST, type AgendaBody } from '@yihu/shared';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
} from 'class-validator';
import { ULID } from '../../platform/ids';
import { ActDto } from '../orders';

const ORDERS_AT_MOST = 50;

export class EnterItemDto extends ActDto {
  @Matches(ULID, { message: '街道编号不对' })
  rootId!: string;

  @IsArray({ message: '工单列表不对' })
  @ArrayMaxSize(ORDERS_AT_MOST, { message: `一次最多 ${ORDERS_AT_MOST} 件` })
  @ArrayUnique({ message: '工单重复了' })
  @IsString({ each: true, message: '工单编号不对' })
  @MaxLength(32, { each: true, message: '工单编号不对' })
  orderNos!: string[];
}

export class AgendaDto extends ActDto implements AgendaBody {
  @IsArray({ message: '工单列表不对' })
  @ArrayMaxSize(AGENDA_AT_MOST, { message: `一次最多 ${AGENDA_AT_MOST} 件` })
  @ArrayUnique({ message: '工单重复了' })
  @Matches(ULID, { each: true, message: '工单编号不对' })
  orderIds!: string[];

  @IsArray({ message: '台账列表不对' })
  @ArrayMaxSize(AGENDA_AT_MOST, { message: `一次最多 ${AGENDA_AT_MOST} 条` })
  @ArrayUnique({ message: '台账条目重复了' })
  @Matches(ULID, { each: true, message: '台账条目编号不对' })
  itemIds!: string[];

  @IsOptional()
  @Matches(ULID, { message: '会议编号不对' })
  sessionId?: string;
}
