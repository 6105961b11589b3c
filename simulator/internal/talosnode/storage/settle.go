package storage

import (
	"cmp"
	"fmt"
	"math"
	"path"
	"slices"

	blockapi "github.com/siderolabs/talos/pkg/machinery/api/resource/definitions/block"
	"github.com/siderolabs/talos/pkg/machinery/cel"
	"github.com/siderolabs/talos/pkg/machinery/cel/celenv"
	"github.com/siderolabs/talos/pkg/machinery/config/config"
	blockconfig "github.com/siderolabs/talos/pkg/machinery/config/types/block"
	"github.com/siderolabs/talos/pkg/machinery/constants"
	"github.com/siderolabs/talos/pkg/machinery/resources/block"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

const (
	leastEphemeral = 2 << 30
	leastVolume    = 100 << 20
)

// Settlement is what has become of all volumes of a configuration.
type Settlement struct {
	Volumes []Volume
	// Blocked says what the boot waits for; empty where it goes on. EPHEMERAL and its parts are waited for, and the partitions
	// of machine.disks; a volume that another document asks for is not.
	Blocked string
}

// Settle finds the volumes of a configuration on the disks, opens those that are encrypted, and makes those that are
// missing. What has been ready since the machine was started, as former says, stays open. Releases since 1.14 have parts of
// EPHEMERAL as volumes of their own.
func Settle(configuration config.Config, disks []Disk, newID func(label string) string, ring Keyring, former []Volume, hasParts bool) Settlement {
	var settled Settlement

	isOpen := func(partition machine.Partition) bool {
		return slices.ContainsFunc(former, func(volume Volume) bool {
			return volume.Phase == block.VolumePhaseReady && volume.DataID == partition.ID
		})
	}

	for _, asked := range requests(configuration, ring, hasParts) {
		asked.isOpen = isOpen
		volume := asked.settle(disks, newID)
		settled.Volumes = append(settled.Volumes, volume)

		if asked.isWaitedFor && volume.Phase != block.VolumePhaseReady && settled.Blocked == "" {
			settled.Blocked = fmt.Sprintf("volume %s: %s", volume.ID, volume.Error)
		}
	}

	return settled
}

// requests are the volumes in the order in which Talos makes them: those of Talos itself first, and of these the ones that
// do not grow before the others, the smaller before the larger.
func requests(configuration config.Config, ring Keyring, hasParts bool) []request {
	all := []request{ephemeral(configuration, ring)}
	if hasParts {
		all = append(all, parts(configuration, ring)...)
	}

	slices.SortStableFunc(all, func(a, b request) int {
		if a.grows != b.grows {
			return map[bool]int{true: 1, false: -1}[a.grows]
		}

		return cmp.Compare(cmp.Or(a.maxBytes, math.MaxInt64), cmp.Or(b.maxBytes, math.MaxInt64))
	})

	all = append(all, userDisks(configuration)...)

	for _, document := range configuration.UserVolumeConfigs() {
		asked := provisioned(constants.UserVolumePrefix+document.Name(), document.Provisioning())
		asked.kind = document.Type().ValueOr(block.VolumeTypePartition)
		asked.encryption = encryptionOf(asked.id, document.Encryption(), ring)
		asked.mountPath = path.Join(constants.UserVolumeMountPoint, document.Name())

		if asked.kind == block.VolumeTypeDisk {
			asked.label = ""
		}

		all = append(all, asked)
	}

	for _, document := range configuration.RawVolumeConfigs() {
		asked := provisioned(constants.RawVolumePrefix+document.Name(), document.Provisioning())
		asked.encryption = encryptionOf(asked.id, document.Encryption(), ring)
		all = append(all, asked)
	}

	for _, document := range configuration.SwapVolumeConfigs() {
		asked := provisioned(constants.SwapVolumePrefix+document.Name(), document.Provisioning())
		asked.encryption = encryptionOf(asked.id, document.Encryption(), ring)
		all = append(all, asked)
	}

	for _, document := range configuration.ExistingVolumeConfigs() {
		selector := document.VolumeDiscovery().VolumeSelector()
		all = append(all, request{
			id: constants.ExistingVolumePrefix + document.Name(), kind: block.VolumeTypePartition,
			mountPath: path.Join(constants.UserVolumeMountPoint, document.Name()),
			onlyFound: func(disk Disk, partition machine.Partition) (bool, error) {
				return isSelected(selector, disk, partition)
			},
		})
	}

	return all
}

func ephemeral(configuration config.Config, ring Keyring) request {
	document, _ := configuration.Volumes().ByName(Ephemeral)

	asked := provisioned(Ephemeral, document.Provisioning())
	asked.mountPath, asked.isWaitedFor = constants.EphemeralMountPoint, true
	asked.minBytes = int64(document.Provisioning().MinSize().ValueOr(leastEphemeral))
	asked.grows = document.Provisioning().Grow().ValueOr(true)
	asked.encryption = encryptionOf(Ephemeral, systemEncryption(configuration, Ephemeral), ring)

	if !document.Provisioning().DiskSelector().IsPresent() {
		asked.on = func(disk Disk) (bool, error) { return disk.System, nil }
	}

	return asked
}

// partPaths are where parts of EPHEMERAL are mounted.
var partPaths = map[string]string{
	constants.EtcdDataVolumeID: constants.EtcdDataPath, constants.CRIContainerdVolumeID: constants.CRIContainerdDataPath,
	constants.KubeletDataVolumeID: constants.KubeletDataPath, constants.LogVolumeID: constants.LogMountPoint,
}

// parts are directories of EPHEMERAL, unless they are given a place. The services that write in them wait for it.
func parts(configuration config.Config, ring Keyring) []request {
	all := make([]request, 0, len(config.PromotableSystemVolumeNames))

	for _, id := range config.PromotableSystemVolumeNames {
		asked := request{id: id, kind: block.VolumeTypeDirectory, mountPath: partPaths[id]}

		if document, isThere := configuration.Volumes().ByName(id); isThere && blockconfig.ProvisioningRequested(document.Provisioning()) {
			asked = provisioned(id, document.Provisioning())
			asked.mountPath, asked.isWaitedFor = partPaths[id], true
			asked.minBytes = int64(document.Provisioning().MinSize().ValueOr(leastEphemeral))
			asked.encryption = encryptionOf(id, document.Encryption(), ring)

			if !document.Provisioning().DiskSelector().IsPresent() {
				asked.on = func(disk Disk) (bool, error) { return disk.System, nil }
			}
		}

		all = append(all, asked)
	}

	return all
}

// provisioned is a partition that is labelled with its id.
func provisioned(id string, wanted config.VolumeProvisioningConfig) request {
	return request{
		id: id, label: id, kind: block.VolumeTypePartition,
		on:       bySelector(wanted.DiskSelector().ValueOr(nothing)),
		minBytes: int64(wanted.MinSize().ValueOr(leastVolume)), maxBytes: int64(wanted.MaxSize().ValueOrZero()),
		grows: wanted.Grow().ValueOrZero(),
	}
}

// nothing is the selector of a document that has none.
var nothing = cel.MustExpression(cel.ParseBooleanExpression("false", celenv.DiskLocator()))

// External are volumes that somebody else holds. Each is ready, whether there is something to mount or not; shares are what
// there is, by tag.
func External(configuration config.Config, shares map[string]string) []Volume {
	var all []Volume

	for _, document := range configuration.ExternalVolumeConfigs() {
		volume := Volume{ID: constants.ExternalVolumePrefix + document.Name(), Type: block.VolumeTypeExternal, Phase: block.VolumePhaseReady}

		if share, isThere := document.Mount().Virtiofs().Get(); isThere {
			volume.Location, volume.Source = share.Source(), shares[share.Source()]
		}

		if volume.Source != "" {
			volume.MountPath = path.Join(constants.UserVolumeMountPoint, document.Name())
		}

		all = append(all, volume)
	}

	return all
}

// userDisks are the partitions of machine.disks.
func userDisks(configuration config.Config) []request {
	if configuration.Machine() == nil {
		return nil
	}

	var all []request

	for _, disk := range configuration.Machine().Disks() {
		for index, partition := range disk.Partitions() {
			all = append(all, request{
				id: fmt.Sprintf("%s-%d", disk.Device(), index+1), label: fmt.Sprintf("user-disk-%d", index+1), kind: block.VolumeTypePartition,
				mountPath: partition.MountPoint(), isWaitedFor: true,
				on:       func(candidate Disk) (bool, error) { return candidate.IsCalled(disk.Device()), nil },
				minBytes: max(leastVolume, int64(partition.Size())), maxBytes: int64(partition.Size()),
			})
		}
	}

	return all
}

func isSelected(selector cel.Expression, disk Disk, partition machine.Partition) (bool, error) {
	spec, content := disk.Spec(), "xfs"
	if partition.Slots != nil {
		content = "luks"
	}

	selected, err := selector.EvalBool(celenv.VolumeLocator(), map[string]any{
		"volume": &blockapi.DiscoveredVolumeSpec{
			Type: "partition", Size: uint64(partition.Bytes), Name: content, PartitionLabel: partition.Label, PartitionUuid: partition.ID,
			Parent: disk.Name, ParentDevPath: disk.Path(), SectorSize: 512, IoSize: 512,
		},
		"disk": &blockapi.DiskSpec{
			DevPath: spec.DevPath, Size: spec.Size, Model: spec.Model, Serial: spec.Serial, BusPath: spec.BusPath,
			Transport: spec.Transport, Symlinks: spec.Symlinks,
		},
	})
	if err != nil {
		return false, fmt.Errorf("error evaluating volume locator: %w", err)
	}

	return selected, nil
}

// System are the partitions of Talos that lie beside EPHEMERAL. STATE is found once something is written on it; until a
// configuration says what EPHEMERAL is, it is found where it was.
func System(disks []Disk, configured bool, settled []Volume) []Volume {
	var all []Volume

	for index := range disks {
		disk := &disks[index]
		if !disk.System {
			continue
		}

		for offset, label := range []string{"META", "STATE"} {
			volume := Volume{ID: label, Type: block.VolumeTypePartition, Phase: block.VolumePhaseMissing}

			if configured || label == "META" {
				volume.Phase, volume.Disk, volume.Index = block.VolumePhaseReady, disk, systemPartitions-1+offset
				volume.Location, volume.Bytes = disk.partitionPath(volume.Index), systemBytes[label]
			}

			all = append(all, volume)
		}
	}

	if configured {
		return append(all, settled...)
	}

	ephemeral := Volume{ID: Ephemeral, Type: block.VolumeTypePartition, Phase: block.VolumePhaseMissing}
	if err := (request{label: Ephemeral, kind: block.VolumeTypePartition}).find(disks, &ephemeral); err == nil && ephemeral.Disk != nil {
		ephemeral.Phase = block.VolumePhaseLocated
	}

	return append(all, ephemeral)
}

var systemBytes = map[string]int64{"META": 1 << 20, "STATE": 100 << 20}
