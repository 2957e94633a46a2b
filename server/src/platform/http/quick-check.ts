import { getMetadataStorage, ValidationTypes } from 'class-validator';

type Class = new () => object;
type Values = Record<string, unknown>;
type Holds = (object: Values, value: unknown) => boolean;

/** Fields that are objects of a class themselves, by name. */
type Nested = Readonly<Record<string, Class>>;

interface Check {
  create: Class;
  /** Null for what is no query. */
  numbers: Numbers | null;
  fields: ReadonlyMap<string, { holds: Holds; nested: Class | undefined }>;
}

/** Fields of a query that are numbers: addresses hold words. */
type Numbers = readonly string[];

const PLAIN = new Map<unknown, { nested: Nested; numbers: Numbers | null }>();
const CHECKS = new Map<Class, Check>();
/** Keys that class-transformer and Nest's pipe take out of what was sent. */
const STRIPPED = ['__proto__', 'prototype', 'constructor'];

/**
 * Says of a DTO that its fields are taken as they are sent, without @Type or @Transform but for the nested classes
 * named here: what was sent rightly then passes its own rules without class-validator's machinery, which took an
 * eighth of a short request. The rules stay those of the decorators; whatever is refused here goes the long way.
 */
export function Plain(nested: Nested = {}): ClassDecorator {
  return (target) => {
    PLAIN.set(target, { nested, numbers: null });
  };
}

/**
 * The same of a query, whose words are taken as they are but for the numbers named here. An empty parameter, which
 * each rule may take for one that was left out, goes the long way.
 */
export function PlainQuery(...numbers: string[]): ClassDecorator {
  return (target) => {
    PLAIN.set(target, { nested: {}, numbers });
  };
}

/** The DTO made of `value` when all its rules certainly hold; null when class-validator has to look. */
export function quickly(metatype: unknown, value: unknown): object | null {
  const plain = PLAIN.get(metatype);
  if (plain === undefined || !isObject(value)) return null;
  const create = metatype as Class;
  let check = CHECKS.get(create);
  if (check === undefined) {
    check = checkOf(create, plain.nested, plain.numbers);
    CHECKS.set(create, check);
  }
  return made(check, value);
}

function made({ create, fields, numbers }: Check, value: Values): object | null {
  const result = new create() as Values;
  for (const name of Object.keys(value)) {
    const field = fields.get(name);
    if (field === undefined) return null;
    const sent = numbers === null ? value[name] : asked(value[name], numbers.includes(name));
    const taken = field.nested !== undefined && isObject(sent) ? quickly(field.nested, sent) : simple(sent);
    if (taken === undefined || (taken === null && sent !== null)) return null;
    result[name] = taken;
  }
  for (const [name, { holds }] of fields) if (!holds(result, result[name])) return null;
  return result;
}

/** A parameter of a query; what is empty or no word is not taken. */
function asked(value: unknown, isNumber: boolean): unknown {
  if (typeof value !== 'string' || value === '') return undefined;
  return isNumber ? Number(value) : value;
}

/** A value that is taken as it is, or undefined: a primitive, a list of them, an object of them. */
function simple(value: unknown): unknown {
  if (isPrimitive(value)) return value;
  if (Array.isArray(value)) return value.every(isPrimitive) ? [...value] : undefined;
  if (!isObject(value) || STRIPPED.some((key) => Object.hasOwn(value, key))) return undefined;
  return Object.values(value).every(isPrimitive) ? { ...value } : undefined;
}

function isPrimitive(value: unknown): boolean {
  return value === null || (typeof value !== 'object' && typeof value !== 'function' && value !== undefined);
}

/** An object as JSON and addresses make them. */
function isObject(value: unknown): value is Values {
  return (
    Object.prototype.toString.call(value) === '[object Object]' &&
    !STRIPPED.some((key) => Object.hasOwn(value as object, key))
  );
}

function checkOf(create: Class, nested: Nested, numbers: Numbers | null): Check {
  const storage = getMetadataStorage();
  const metadatas = storage.getTargetValidationMetadatas(create, '', false, false);
  const fields = Object.entries(storage.groupByPropertyName(metadatas)).map(([name, rules]) => {
    const conditions = rules.filter(({ type }) => type === ValidationTypes.CONDITIONAL_VALIDATION);
    const isWanted: Holds = (object, value) =>
      conditions.every(({ constraints }) => Boolean(constraints[0](object, value)));
    const holds = rules
      .filter(({ type }) => type !== ValidationTypes.CONDITIONAL_VALIDATION)
      .map((rule) => holdsOf(rule, nested[name]));
    const all: Holds = (object, value) =>
      !isWanted(object, value) || holds.every((each) => each(object, value));
    return [name, { holds: all, nested: nested[name] }] as const;
  });
  return { create, numbers, fields: new Map(fields) };
}

type Rule = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

/** One rule as a question; a rule of an unknown kind never holds, so that the long way is gone. */
function holdsOf(rule: Rule, nested: Class | undefined): Holds {
  // What was made of a nested class has passed its rules.
  if (rule.type === ValidationTypes.NESTED_VALIDATION)
    return (_, value) => nested !== undefined && value instanceof nested;
  const { constraintCls, constraints, propertyName: property, each } = rule;
  const groups: readonly string[] | undefined = rule.groups;
  if (
    rule.type !== ValidationTypes.CUSTOM_VALIDATION ||
    rule.validateIf !== undefined ||
    (groups ?? []).length > 0
  )
    return () => false;
  const found = getMetadataStorage().getTargetValidatorConstraints(constraintCls);
  const validators = found.map(({ instance }) => instance);
  return (object, value) => {
    const asked = { targetName: object.constructor.name, property, object, value, constraints };
    return validators.every((validator) => {
      if (!each) return validator.validate(value, asked) === true;
      return Array.isArray(value) && value.every((item) => validator.validate(item, asked) === true);
    });
  };
}
