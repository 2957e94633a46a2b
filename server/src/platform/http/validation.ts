import { type ArgumentMetadata, type ValidationError, ValidationPipe } from '@nestjs/common';
import { AppError } from '../errors';
import { quickly } from './quick-check';

/** The first complaint about a property itself; the library words those about unknown properties in English. */
export function reasonOf({ constraints = {} }: ValidationError): string | undefined {
  return constraints.whitelistValidation === undefined ? Object.values(constraints)[0] : '不认识这一项';
}

/** Depth-first first complaint of class-validator, with the path of the field it is about. */
function firstComplaint(errors: readonly ValidationError[], path = ''): { field: string; reason: string } {
  for (const error of errors) {
    const field = path === '' ? error.property : `${path}.${error.property}`;
    const own = reasonOf(error);
    if (own !== undefined) return { field, reason: own };
    if (error.children !== undefined && error.children.length > 0)
      return firstComplaint(error.children, field);
  }
  return { field: path, reason: '格式不对' };
}

/** What is certainly right goes through at once; class-validator sees, and words, what may be wrong. */
class QuickPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const quick = metadata.type === 'custom' ? null : quickly(metadata.metatype, value);
    return quick ?? super.transform(value, metadata);
  }
}

/** Bodies are whitelisted: an unknown property is refused, not ignored. */
export function validationPipe(): ValidationPipe {
  return new QuickPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) => {
      const { field, reason } = firstComplaint(errors);
      return new AppError('FIELD_INVALID', { field: field.slice(0, 40), reason });
    },
  });
}
