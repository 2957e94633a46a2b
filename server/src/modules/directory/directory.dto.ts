import type { Datum } from '@yihu/shared';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { Plain } from '../../platform/http/quick-check';

const DATUMS: Datum[] = ['WGS84', 'GCJ02'];
// Text is checked before it becomes a number: Number('') is 0, a real place in the Gulf of Guinea.
const DEGREES = /^-?\d{1,3}(\.\d{1,20})?$/;

@Plain()
export class LocateDto {
  @Matches(DEGREES, { message: '纬度须为度数,如 31.84' }) lat: string;
  @Matches(DEGREES, { message: '经度须为度数,如 117.25' }) lng: string;
  @IsIn(DATUMS, { message: '坐标系须为 WGS84 或 GCJ02' }) datum: Datum;
}

export class GridsDto {
  @IsOptional() @IsIn(DATUMS, { message: '坐标系须为 WGS84 或 GCJ02' }) datum?: Datum;
}
