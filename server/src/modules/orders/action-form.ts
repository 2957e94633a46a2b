import { type ActionName, blankLeft, CHECK_ANSWERS, type Field, TRANSITIONS } from '@yihu/shared';
import { plainToInstance, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateBy,
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
    case 'person':
      return [Matches(ULID, say('请选择人员'))];
    case 'class':
      // Whether the street's tree has it, its policies know.
      return [Matches(/^\d{6}$/, say('没有这个分类'))];
    case 'number':
      return [
        IsInt(say('应是整数')),
        Min(field.min, say(`至少 ${field.min} ${field.unit}`)),
        Max(field.max, say(`最多 ${field.max} ${field.unit}`)),
      ];
    case 'day':
      return [
        Matches(/^\d{4}-\d{2}-\d{2}$/, say('应是日期')),
        IsISO8601({ strict: true }, say('没有这一天')),
      ];
    case 'units':
      return listOf(field.max, '个单位', say, Matches(ULID, { each: true, ...say('请选择单位') }));
    case 'people':
      return listOf(field.max, '人', say, Matches(ULID, { each: true, ...say('请选择人员') }));
    case 'orders':
      return listOf(field.max, '件', say, Matches(ORDER_NO, { each: true, ...say('编号不对') }));
    case 'checks':
      return [IsObject(say('检查结果不对')), IsCheckList(Object.keys(field.items), say('请逐项回答'))];
  }
}

/** `NQ20261122-0001` */
const ORDER_NO = /^[A-Z0-9]{1,12}\d{8}-\d{4,}$/;

function listOf(
  max: number,
  what: string,
  say: (reason: string) => { message: string },
  each: PropertyDecorator,
): PropertyDecorator[] {
  return [
    IsArray(say('应是列表')),
    ArrayMaxSize(max, say(`最多 ${max} ${what}`)),
    ArrayUnique(say('有重复的')),
    each,
  ];
}

/** Every point of the list is answered, and nothing else is. */
function IsCheckList(items: readonly string[], options: { message: string }): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isCheckList',
      validator: {
        validate: (value: unknown) => {
          const answers = Object.entries((value ?? {}) as object);
          return (
            answers.length === items.length &&
            answers.every(
              ([code, answer]) => items.includes(code) && Object.hasOwn(CHECK_ANSWERS, String(answer)),
            )
          );
        },
      },
    },
    options,
  );
}

function formClassOf(fields: readonly Field[]): FormClass {
  class ActionForm {}
  for (const field of fields) {
    const decorators = decoratorsOf(field);
    const isNeeded = field.required === true && field.askedIf === undefined;
    const all = isNeeded ? decorators : [IsOptional(), ...decorators];
    for (const decorate of all) decorate(ActionForm.prototype, field.name);
  }
  return ActionForm;
}

/** A template's blank nobody filled goes out to nobody. Throws BLANK_LEFT. What a resident tells is hers to write. */
function refuseBlanks(known: readonly Field[], form: Readonly<Record<string, unknown>>): void {
  for (const field of known) {
    const text = form[field.name];
    if (field.kind !== 'text' || field.layer === 'NARRATIVE' || typeof text !== 'string') continue;
    const blank = blankLeft(text);
    if (blank !== null) throw new AppError('BLANK_LEFT', { field: field.label, blank });
  }
}

/** By the list of fields itself: a form is stated once, so its list is one object for ever. */
const CLASSES = new WeakMap<readonly Field[], FormClass>();

/** The fields of an action's body, checked against the transition table and cleaned; see `readFields`. */
export function readForm(action: ActionName, fields: Record<string, unknown>): Record<string, unknown> {
  return readFields(TRANSITIONS[action].fields, fields);
}

/**
 * What was filled in, checked against the fields a definition states and cleaned. Unknown fields are refused.
 * Throws AppError FIELD_INVALID naming the field in Chinese.
 */
export function readFields(
  known: readonly Field[],
  fields: Record<string, unknown>,
): Record<string, unknown> {
  const stray = Object.keys(fields).find((name) => !known.some((field) => field.name === name));
  if (stray !== undefined)
    throw new AppError('FIELD_INVALID', { field: stray.slice(0, 30), reason: '不认识这一项' });
  const form: Record<string, unknown> = {};
  for (const field of known) {
    const value = fields[field.name];
    if (value === undefined || value === null || value === '') continue;
    form[field.name] = field.kind === 'text' && typeof value === 'string' ? cleanText(value) : value;
  }
  const missing = known.find((field) => {
    const isAsked = field.askedIf?.is.includes(String(form[field.askedIf.field])) === true;
    return isAsked && field.required === true && form[field.name] === undefined;
  });
  if (missing !== undefined) throw new AppError('FIELD_INVALID', { field: missing.label, reason: '请填写' });
  refuseBlanks(known, form);
  // class-validator refuses an object whose class has not a single rule.
  if (known.length === 0) return form;
  let FormOf = CLASSES.get(known);
  if (FormOf === undefined) {
    FormOf = formClassOf(known);
    CLASSES.set(known, FormOf);
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
