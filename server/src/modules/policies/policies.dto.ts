import { IsInt, IsOptional, Matches, Min, ValidateBy } from 'class-validator';
import { MaxChars } from '../../platform/http/max-chars';

/** A unit's id, or `*` for what is of the whole installation. */
const UNIT = /^([0-9A-Z]{26}|\*)$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** A duty list is a list of rows, every other policy an object. */
const isBody = (value: unknown) => typeof value === 'object' && value !== null;

export class PolicyUnitQuery {
  @IsOptional()
  @Matches(UNIT, { message: '不是有效的单位' })
  unitId?: string;
}

export class CheckPolicyBody {
  @IsOptional()
  @Matches(UNIT, { message: '不是有效的单位' })
  unitId?: string;

  /** What the policy says; its form is the kind's. */
  @ValidateBy({ name: 'isBody', validator: { validate: isBody } }, { message: '应是规则的内容' })
  body!: object;
}

export class SavePolicyBody extends CheckPolicyBody {
  /** The version this one was written from; 0 for the first. */
  @IsInt({ message: '应是整数' })
  @Min(0, { message: '应是版本号' })
  base!: number;

  /** From when on; left out: now. */
  @IsOptional()
  @Matches(INSTANT, { message: '应是时刻,例如 2026-12-01T00:00:00.000Z' })
  effectiveAt?: string;

  @MaxChars(200, { message: '最多 200 字' })
  note!: string;
}
