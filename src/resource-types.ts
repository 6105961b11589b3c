/** Provider resources as plans, states and plain references name them. */
export const RESOURCE_TYPES = {
  downloadFile: 'proxmox_download_file',
  hardwareMappingPci: 'proxmox_hardware_mapping_pci',
  hardwareMappingUsb: 'proxmox_hardware_mapping_usb',
  backupJob: 'proxmox_backup_job',
  sdnApplier: 'proxmox_sdn_applier',
  sdnSubnet: 'proxmox_sdn_subnet',
  sdnVnet: 'proxmox_sdn_vnet',
  sdnZoneEvpn: 'proxmox_sdn_zone_evpn',
  sdnZoneQinq: 'proxmox_sdn_zone_qinq',
  sdnZoneSimple: 'proxmox_sdn_zone_simple',
  sdnZoneVlan: 'proxmox_sdn_zone_vlan',
  sdnZoneVxlan: 'proxmox_sdn_zone_vxlan',
  haResource: 'proxmox_haresource',
  haRule: 'proxmox_harule',
  resourcePool: 'proxmox_virtual_environment_pool',
  virtualMachine: 'proxmox_virtual_environment_vm',
  imageFactorySchematic: 'talos_image_factory_schematic',
  machineSecrets: 'talos_machine_secrets',
  machineConfigurationApply: 'talos_machine_configuration_apply',
  machineBootstrap: 'talos_machine_bootstrap',
  clusterKubeconfig: 'talos_cluster_kubeconfig',
  fluxBootstrapGit: 'flux_bootstrap_git',
  giteaRepositoryKey: 'gitea_repository_key',
  tlsPrivateKey: 'tls_private_key',
  localSensitiveFile: 'local_sensitive_file',
} as const;

/** Provider data sources, without the `data.` that references start with. */
export const DATA_SOURCE_TYPES = {
  virtualMachines: 'proxmox_virtual_environment_vms',
  containers: 'proxmox_virtual_environment_containers',
  proxmoxVersion: 'proxmox_version',
  machineConfiguration: 'talos_machine_configuration',
  clientConfiguration: 'talos_client_configuration',
  clusterHealth: 'talos_cluster_health',
  giteaRepository: 'gitea_repo',
} as const;
