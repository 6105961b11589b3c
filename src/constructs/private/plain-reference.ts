import type { TerraformDataSource, TerraformResource } from 'cdktf';

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

function join(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join('.');
}
