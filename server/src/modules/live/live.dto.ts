import type { PresenceBody } from '@yihu/shared';
import { IsBoolean, IsOptional } from 'class-validator';

export class PresenceDto implements PresenceBody {
  @IsOptional()
  @IsBoolean({ message: '应是 true 或 false' })
  editing?: boolean;
}
