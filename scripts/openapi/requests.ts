import { CHECK_ANSWERS, type Field } from '@yihu/shared';
import type { Schema } from './schema.ts';

/** One rule of class-validator on one property, as its storage keeps it. */
export interface Rule {
  propertyName: string;
  name?: string;
  type: string;
  constraints?: unknown[];
  each: boolean;
}

export interface BodyClass {
  name: string;
  prototype: object;
}

/** What the server knows about its body classes at run time. */
export interface Validators {
  rulesOf(body: BodyClass): Rule[];
  /** The class a nested property is read into, else null. */
  nested(body: BodyClass, property: string): BodyClass | null;
}

const ULID = '^[0-9A-HJKMNP-TV-Z]{26}$';

/** The schema of a body class: what the server's validation accepts, and nothing besides. */
export function bodySchema(body: BodyClass, validators: Validators): Schema {
  const byProperty = new Map<string, Rule[]>();
  for (const rule of validators.rulesOf(body)) {
    byProperty.set(rule.propertyName, [...(byProperty.get(rule.propertyName) ?? []), rule]);
  }
  const properties: Record<string, Schema> = {};
  const required: string[] = [];
  for (const [name, rules] of [...byProperty].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const isOptional = rules.some((rule) => rule.type === 'conditionalValidation');
    const nested = validators.nested(body, name);
    const isList = rules.some((rule) => rule.name === 'isArray' || rule.each);
    const own = Object.assign({}, ...rules.filter((rule) => !rule.each).map(partOf)) as Schema;
    const items = Object.assign({}, ...rules.filter((rule) => rule.each).map(partOf)) as Schema;
    const inner = nested === null ? items : bodySchema(nested, validators);
    const schema = isList ? { ...own, type: 'array', items: inner } : nested === null ? own : inner;
    properties[name] = isOptional ? orNull(schema) : schema;
    if (!isOptional) required.push(name);
  }
  return {
    type: 'object',
    properties,
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

function orNull(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] };
}

/** One rule as a piece of schema. A rule this does not know makes the generator fail rather than the description lie. */
function partOf({ name, type, constraints = [] }: Rule): Schema {
  const [first, second] = constraints;
  switch (name ?? type) {
    case 'isString':
      return { type: 'string' };
    case 'isInt':
      return { type: 'integer' };
    case 'isNumber':
      return { type: 'number' };
    case 'isBoolean':
      return { type: 'boolean' };
    case 'isObject':
      return { type: 'object' };
    case 'equals':
      return { const: first as string | number | boolean | null };
    case 'isIn':
      return { enum: [...(first as string[])] };
    case 'matches':
      return { type: 'string', pattern: (first as RegExp).source };
    case 'isLength':
      return {
        type: 'string',
        minLength: first as number,
        ...(second === undefined ? {} : { maxLength: second as number }),
      };
    case 'minLength':
      return { type: 'string', minLength: first as number };
    case 'maxChars': // characters, as the schema counts them
    case 'maxLength':
      return { type: 'string', maxLength: first as number };
    case 'min':
      return { minimum: first as number };
    case 'max':
      return { maximum: first as number };
    case 'arrayMinSize':
      return { minItems: first as number };
    case 'arrayMaxSize':
      return { maxItems: first as number };
    case 'arrayNotEmpty':
      return { minItems: 1 };
    case 'arrayUnique':
      return { uniqueItems: true };
    case 'isIso8601': // of these bodies: a day
      return { type: 'string', format: 'date' };
    case 'isArray':
    case 'nestedValidation':
    case 'conditionalValidation':
    case 'whitelistValidation':
    case 'isDefined':
    case 'isOptional':
    case 'isBody': // any object or list: what it holds is for the kind of policy to say
    case 'customValidation': // a rule of the server's own: stated by its type only
      return {};
    default:
      throw new Error(`requests.ts does not know the rule ${name ?? type}`);
  }
}

/** The `fields` of an action's body, from the transition table. */
export function formSchema(fields: readonly Field[], point: Schema): Schema {
  const entries = fields.map((field): [string, Schema] => [
    field.name,
    { ...fieldSchema(field, point), description: field.label },
  ]);
  const required = fields.filter((field) => field.required === true).map((field) => field.name);
  return {
    type: 'object',
    properties: Object.fromEntries(entries),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

function fieldSchema(field: Field, point: Schema): Schema {
  switch (field.kind) {
    case 'text':
      return {
        type: 'string',
        ...(field.min === undefined ? {} : { minLength: field.min }),
        maxLength: field.max,
      };
    case 'choice':
      return { enum: Object.keys(field.options) };
    case 'flag':
      return { type: 'boolean' };
    case 'photos':
      return {
        type: 'array',
        items: { type: 'string', pattern: ULID },
        maxItems: field.max,
        uniqueItems: true,
      };
    case 'point':
      return point;
    case 'unit':
    case 'person':
      return { type: 'string', pattern: ULID };
    case 'class':
      return { type: 'string', pattern: '^\\d{6}$' };
    case 'number':
      return { type: 'integer', minimum: field.min, maximum: field.max };
    case 'day':
      return { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' };
    case 'units':
    case 'people':
      return {
        type: 'array',
        items: { type: 'string', pattern: ULID },
        maxItems: field.max,
        uniqueItems: true,
      };
    case 'orders':
      return { type: 'array', items: { type: 'string' }, maxItems: field.max, uniqueItems: true };
    case 'checks':
      return {
        type: 'object',
        properties: Object.fromEntries(
          Object.keys(field.items).map((code) => [code, { enum: Object.keys(CHECK_ANSWERS) }]),
        ),
        required: Object.keys(field.items),
        additionalProperties: false,
      };
  }
}
