import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsOptional, Matches } from 'class-validator';
import { ULID } from '../../platform/ids';
import { ActDto } from '../orders';

const ORDERS_AT_MOST = 50;

/** Opening a procedure that hangs on several orders, or on a grid, a ledger item or a report line. */
export class OpenProcedureDto extends ActDto {
  @IsOptional()
  @IsArray({ message: '工单列表不对' })
  @ArrayMinSize(1, { message: '请至少选一件工单' })
  @ArrayMaxSize(ORDERS_AT_MOST, { message: `一次最多 ${ORDERS_AT_MOST} 件` })
  @ArrayUnique({ message: '工单重复了' })
  @Matches(ULID, { each: true, message: '工单编号不对' })
  orderIds?: string[];

  @IsOptional()
  @Matches(/^[\w:-]{1,64}$/, { message: '对象编号不对' })
  homeId?: string;
}
