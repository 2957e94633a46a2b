import ts from 'typescript';
import { type Components, refTo, type Schema } from './schema.ts';

/** Reads what a controller's method answers from its TypeScript type; the server has no other word on it. */
export class Responses {
  private readonly program: ts.Program;
  private readonly checker: ts.TypeChecker;
  private readonly components: Components;

  constructor(tsconfig: string, files: string[], components: Components) {
    const { config } = ts.readConfigFile(tsconfig, ts.sys.readFile);
    const folder = tsconfig.slice(0, tsconfig.lastIndexOf('/'));
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
    this.program = ts.createProgram(files, options);
    this.checker = this.program.getTypeChecker();
    this.components = components;
  }

  /** The schema of a method's answer; null when it writes the answer itself. Throws Error when there is no such method. */
  of(controller: string, method: string): { schema: Schema | null; summary: string } {
    const node = this.find(controller, method);
    const signature = this.checker.getSignatureFromDeclaration(node);
    if (signature === undefined) throw new Error(`${controller}.${method} has no signature`);
    const answered = this.checker.getReturnTypeOfSignature(signature);
    const type = this.checker.getAwaitedType(answered) ?? answered;
    const symbol = this.checker.getSymbolAtLocation(node.name);
    const summary = ts.displayPartsToString(symbol?.getDocumentationComment(this.checker) ?? []);
    return { schema: type.flags & ts.TypeFlags.Void ? null : this.schemaOf(type), summary };
  }

  private find(controller: string, method: string): ts.MethodDeclaration {
    for (const file of this.program.getSourceFiles()) {
      if (file.isDeclarationFile) continue;
      for (const statement of file.statements) {
        if (!ts.isClassDeclaration(statement) || statement.name?.text !== controller) continue;
        for (const member of statement.members) {
          if (ts.isMethodDeclaration(member) && member.name.getText() === method) return member;
        }
      }
    }
    throw new Error(`no ${controller}.${method} in the sources`);
  }

  private schemaOf(type: ts.Type): Schema {
    const name = this.nameOf(type);
    if (name === null) return this.bodyOf(type);
    if (!this.components.has(name)) {
      this.components.set(name, {}); // taken before its parts are read: types may contain themselves
      this.components.set(name, this.bodyOf(type));
    }
    return refTo(name);
  }

  /** The product's own name of an object type, with its arguments: `Page_OrderSummary`. */
  private nameOf(type: ts.Type): string | null {
    const symbol = type.aliasSymbol ?? type.symbol;
    const isObject = (type.flags & ts.TypeFlags.Object) !== 0 && !this.checker.isArrayLikeType(type);
    const file = symbol?.declarations?.[0]?.getSourceFile().fileName ?? '';
    if (!isObject || symbol === undefined || symbol.name.startsWith('__') || file.includes('/node_modules/'))
      return null;
    const given = type.aliasTypeArguments ?? this.checker.getTypeArguments(type as ts.TypeReference);
    const own = given.filter((each) => !(each.flags & ts.TypeFlags.TypeParameter));
    return [symbol.name, ...own.map((each) => (each.aliasSymbol ?? each.symbol)?.name ?? 'value')].join('_');
  }

  private bodyOf(type: ts.Type): Schema {
    const { checker } = this;
    if (type.isUnion()) return this.unionOf(type.types);
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (type.flags & ts.TypeFlags.BooleanLiteral) return { const: checker.typeToString(type) === 'true' };
    if (type.flags & ts.TypeFlags.StringLike) return { type: 'string' };
    if (type.flags & ts.TypeFlags.NumberLike) return { type: 'number' };
    if (type.flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' };
    if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
    if (type.symbol?.name === 'Buffer')
      return { type: 'string', contentMediaType: 'application/octet-stream' };
    if (checker.isTupleType(type)) {
      return {
        type: 'array',
        prefixItems: checker.getTypeArguments(type as ts.TypeReference).map((t) => this.schemaOf(t)),
      };
    }
    if (checker.isArrayType(type)) {
      const [item] = checker.getTypeArguments(type as ts.TypeReference);
      return { type: 'array', ...(item === undefined ? {} : { items: this.schemaOf(item) }) };
    }
    return type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection) ? this.objectOf(type) : {};
  }

  private unionOf(types: readonly ts.Type[]): Schema {
    const present = types.filter((type) => !(type.flags & ts.TypeFlags.Undefined));
    const schemas = present.map((type) => this.schemaOf(type));
    const constants = schemas.flatMap(({ const: value }) => (value === undefined ? [] : [value]));
    const others = schemas.filter((schema) => schema.const === undefined);
    const isBoolean = constants.includes(true) && constants.includes(false);
    const listed = isBoolean ? constants.filter((value) => typeof value !== 'boolean') : constants;
    const parts: Schema[] = [
      ...others,
      ...(isBoolean ? [{ type: 'boolean' }] : []),
      ...(listed.length > 0 ? [{ enum: [...listed].sort() }] : []),
    ];
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { anyOf: parts };
  }

  private objectOf(type: ts.Type): Schema {
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    for (const property of this.checker.getPropertiesOfType(type)) {
      const description = ts.displayPartsToString(property.getDocumentationComment(this.checker));
      const schema = this.schemaOf(this.checker.getTypeOfSymbol(property));
      properties[property.name] = description === '' ? schema : { ...schema, description };
      if (!(property.flags & ts.SymbolFlags.Optional)) required.push(property.name);
    }
    const rest = this.checker.getIndexTypeOfType(type, ts.IndexKind.String);
    return {
      type: 'object',
      ...(Object.keys(properties).length > 0 ? { properties } : {}),
      ...(required.length > 0 ? { required } : {}),
      ...(rest === undefined ? {} : { additionalProperties: this.schemaOf(rest) }),
    };
  }
}
