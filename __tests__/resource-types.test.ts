import { DataGiteaRepo } from '../.gen/providers/gitea/data-gitea-repo';
import { RepositoryKey } from '../.gen/providers/gitea/repository-key';
import { BootstrapGit } from '../.gen/providers/flux/bootstrap-git';
import { SensitiveFile } from '../.gen/providers/local/sensitive-file';
import { DataProxmoxVersion } from '../.gen/providers/proxmox/data-proxmox-version';
import { DataProxmoxVirtualEnvironmentContainers } from '../.gen/providers/proxmox/data-proxmox-virtual-environment-containers';
import { DataProxmoxVirtualEnvironmentVms } from '../.gen/providers/proxmox/data-proxmox-virtual-environment-vms';
import { DownloadFile } from '../.gen/providers/proxmox/download-file';
import { HardwareMappingPci } from '../.gen/providers/proxmox/hardware-mapping-pci';
import { HardwareMappingDir } from '../.gen/providers/proxmox/hardware-mapping-dir';
import { HardwareMappingUsb } from '../.gen/providers/proxmox/hardware-mapping-usb';
import { BackupJob } from '../.gen/providers/proxmox/backup-job';
import { SdnApplier } from '../.gen/providers/proxmox/sdn-applier';
import { SdnSubnet } from '../.gen/providers/proxmox/sdn-subnet';
import { SdnVnet } from '../.gen/providers/proxmox/sdn-vnet';
import { SdnZoneEvpn } from '../.gen/providers/proxmox/sdn-zone-evpn';
import { SdnZoneQinq } from '../.gen/providers/proxmox/sdn-zone-qinq';
import { SdnZoneSimple } from '../.gen/providers/proxmox/sdn-zone-simple';
import { SdnZoneVlan } from '../.gen/providers/proxmox/sdn-zone-vlan';
import { SdnZoneVxlan } from '../.gen/providers/proxmox/sdn-zone-vxlan';
import { Haresource } from '../.gen/providers/proxmox/haresource';
import { Harule } from '../.gen/providers/proxmox/harule';
import { VirtualEnvironmentPool } from '../.gen/providers/proxmox/virtual-environment-pool';
import { VirtualEnvironmentVm } from '../.gen/providers/proxmox/virtual-environment-vm';
import { ClusterKubeconfig } from '../.gen/providers/talos/cluster-kubeconfig';
import { DataTalosClientConfiguration } from '../.gen/providers/talos/data-talos-client-configuration';
import { DataTalosClusterHealth } from '../.gen/providers/talos/data-talos-cluster-health';
import { DataTalosMachineConfiguration } from '../.gen/providers/talos/data-talos-machine-configuration';
import { ImageFactorySchematic } from '../.gen/providers/talos/image-factory-schematic';
import { MachineBootstrap } from '../.gen/providers/talos/machine-bootstrap';
import { MachineConfigurationApply } from '../.gen/providers/talos/machine-configuration-apply';
import { MachineSecrets } from '../.gen/providers/talos/machine-secrets';
import { PrivateKey } from '../.gen/providers/tls/private-key';
import { DATA_SOURCE_TYPES, RESOURCE_TYPES } from '../src/resource-types';

test('the names of resources are those of the bindings', () => {
  expect(RESOURCE_TYPES).toEqual({
    downloadFile: DownloadFile.tfResourceType,
    hardwareMappingPci: HardwareMappingPci.tfResourceType,
    hardwareMappingUsb: HardwareMappingUsb.tfResourceType,
    hardwareMappingDir: HardwareMappingDir.tfResourceType,
    backupJob: BackupJob.tfResourceType,
    sdnApplier: SdnApplier.tfResourceType,
    sdnSubnet: SdnSubnet.tfResourceType,
    sdnVnet: SdnVnet.tfResourceType,
    sdnZoneEvpn: SdnZoneEvpn.tfResourceType,
    sdnZoneQinq: SdnZoneQinq.tfResourceType,
    sdnZoneSimple: SdnZoneSimple.tfResourceType,
    sdnZoneVlan: SdnZoneVlan.tfResourceType,
    sdnZoneVxlan: SdnZoneVxlan.tfResourceType,
    haResource: Haresource.tfResourceType,
    haRule: Harule.tfResourceType,
    resourcePool: VirtualEnvironmentPool.tfResourceType,
    virtualMachine: VirtualEnvironmentVm.tfResourceType,
    imageFactorySchematic: ImageFactorySchematic.tfResourceType,
    machineSecrets: MachineSecrets.tfResourceType,
    machineConfigurationApply: MachineConfigurationApply.tfResourceType,
    machineBootstrap: MachineBootstrap.tfResourceType,
    clusterKubeconfig: ClusterKubeconfig.tfResourceType,
    fluxBootstrapGit: BootstrapGit.tfResourceType,
    giteaRepositoryKey: RepositoryKey.tfResourceType,
    tlsPrivateKey: PrivateKey.tfResourceType,
    localSensitiveFile: SensitiveFile.tfResourceType,
  });
});

test('the names of data sources are those of the bindings', () => {
  expect(DATA_SOURCE_TYPES).toEqual({
    virtualMachines: DataProxmoxVirtualEnvironmentVms.tfResourceType,
    containers: DataProxmoxVirtualEnvironmentContainers.tfResourceType,
    proxmoxVersion: DataProxmoxVersion.tfResourceType,
    machineConfiguration: DataTalosMachineConfiguration.tfResourceType,
    clientConfiguration: DataTalosClientConfiguration.tfResourceType,
    clusterHealth: DataTalosClusterHealth.tfResourceType,
    giteaRepository: DataGiteaRepo.tfResourceType,
  });
});
