import { type TerraformDataSource, type TerraformResource, Token, Tokenization } from 'cdktf';

/**
 * A resource, or an attribute of one, without the `${}` of a value.
 *
 * OpenTofu takes nothing else where it wants a name: in `replace_triggered_by`, and inside longer expressions.
 */
export function resourceReference(resource: TerraformResource, attribute?: string): string {
  return join(resource.terraformResourceType, resource.friendlyUniqueId, attribute);
}

/** As `resourceReference`, for a data source. */
export function dataReference(dataSource: TerraformDataSource, attribute?: string): string {
  return join('data', dataSource.terraformResourceType, dataSource.friendlyUniqueId, attribute);
}

/**
 * A number inside of a longer expression: the text that the framework turns into one without `${}`, where only OpenTofu
 * knows the number.
 */
export function numberExpression(value: number): string {
  const late = Tokenization.reverseNumber(value);
  return late === undefined ? String(value) : Token.asString(late);
}

function join(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join('.');
}
