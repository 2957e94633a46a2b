import { type ActionName, CLASS_LEAVES, type Field, TRANSITIONS } from '@yihu/shared';
import { plainToInstance, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MinLength,
  ValidateNested,
  validateSync,
} from 'class-validator';
import { AppError } from '../../platform/errors';
import { MaxChars } from '../../platform/http/max-chars';
import { reasonOf } from '../../platform/http/validation';
import { ULID } from '../../platform/ids';
import { GeoPointDto } from './orders.dto';
import { cleanText } from './rules/first-facts';

type FormClass = new () => object;

const CLASS_CODES = CLASS_LEAVES.map((leaf) => leaf.code);

/** class-validator's decorators for one field of the table: the form is stated once, in shared. */
function decoratorsOf(field: Field): PropertyDecorator[] {
  const say = (reason: string) => ({ message: `${field.label}:${reason}` });
  switch (field.kind) {
    case 'text':
      return [
        IsString(say('应是文字')),
        ...(field.min === undefined ? [] : [MinLength(field.min, say(`至少 ${field.min} 个字`))]),
        MaxChars(field.max, say(`最多 ${field.max} 个字`)),
      ];
    case 'choice':
      return [IsIn(Object.keys(field.options), say('请从选项里选'))];
    case 'flag':
      return [IsBoolean(say('请选是或否'))];
    case 'photos':
      return [
        IsArray(say('照片列表不对')),
        ArrayMaxSize(field.max, say(`最多 ${field.max} 张`)),
        ArrayUnique(say('照片重复了')),
        Matches(ULID, { each: true, ...say('照片编号不对') }),
      ];
    case 'point':
      return [IsObject(say('位置不对')), ValidateNested(say('位置不对')), Type(() => GeoPointDto)];
    case 'unit':
      return [Matches(ULID, say('请选择单位'))];
    case 'class':
      return [IsIn(CLASS_CODES, say('没有这个分类'))];
  }
}

function formClassOf(action: ActionName): FormClass {
  class ActionForm {}
  for (const field of TRANSITIONS[action].fields) {
    const decorators = decoratorsOf(field);
    const all = field.required === true ? decorators : [IsOptional(), ...decorators];
    for (const decorate of all) decorate(ActionForm.prototype, field.name);
  }
  return ActionForm;
}

const CLASSES = new Map<ActionName, FormClass>();

/**
 * The fields of an action's body, checked against the transition table and cleaned. Unknown fields are refused.
 * Throws AppError FIELD_INVALID naming the field in Chinese.
 */
export function readForm(action: ActionName, fields: Record<string, unknown>): Record<string, unknown> {
  const known = TRANSITIONS[action].fields;
  const stray = Object.keys(fields).find((name) => !known.some((field) => field.name === name));
  if (stray !== undefined)
    throw new AppError('FIELD_INVALID', { field: stray.slice(0, 30), reason: '不认识这一项' });
  const form: Record<string, unknown> = {};
  for (const field of known) {
    const value = fields[field.name];
    if (value === undefined || value === null || value === '') continue;
    form[field.name] = field.kind === 'text' && typeof value === 'string' ? cleanText(value) : value;
  }
  // class-validator refuses an object whose class has not a single rule.
  if (known.length === 0) return form;
  let FormOf = CLASSES.get(action);
  if (FormOf === undefined) {
    FormOf = formClassOf(action);
    CLASSES.set(action, FormOf);
  }
  const [error] = validateSync(plainToInstance(FormOf, form), {
    stopAtFirstError: true,
    whitelist: true,
    forbidNonWhitelisted: true,
  });
  if (error === undefined) return form;
  const label = known.find((field) => field.name === error.property)?.label ?? error.property;
  const own = reasonOf(error);
  const [child] = error.children ?? [];
  const nested = child === undefined ? undefined : reasonOf(child);
  const reason = (own ?? nested ?? '格式不对').replace(`${label}:`, '');
  throw new AppError('FIELD_INVALID', {
    field: label,
    reason: form[error.property] === undefined ? '请填写' : reason,
  });
}
