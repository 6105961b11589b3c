import { TerraformResource, TerraformStack } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import type { DownloadFile } from '../../../../.gen/providers/proxmox/download-file';
import { downloadsWriteOneFile } from '../../../errors/constructs';
import { RESOURCE_TYPES } from '../../../resource-types';

/** Refuses, when the stack is synthesized, that an image writes a file which another download of the stack writes too. */
export function validateDownloads(image: Construct): void {
  image.node.addValidation({ validate: () => clashes(image) });
}

function clashes(image: Construct): string[] {
  const all = TerraformStack.of(image).node.findAll().filter(isDownload);
  return all
    .filter((download) => download.node.path.startsWith(`${image.node.path}/`))
    .flatMap((own) => {
      const other = all.find((candidate) => candidate.node.path < own.node.path && place(candidate) === place(own));
      return other === undefined ? [] : [downloadsWriteOneFile(own.fileNameInput ?? '', other.node.path)];
    });
}

function place(download: DownloadFile): string {
  const { provider, nodeNameInput, datastoreIdInput, contentTypeInput, fileNameInput } = download;
  return [provider?.alias, nodeNameInput, datastoreIdInput, contentTypeInput, fileNameInput].join('/');
}

function isDownload(construct: IConstruct): construct is DownloadFile {
  return (
    TerraformResource.isTerraformResource(construct) && construct.terraformResourceType === RESOURCE_TYPES.downloadFile
  );
}
