package storage

import (
	"fmt"
	"path"
	"strings"

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
	// Blocked says what the boot waits for; empty where it goes on. EPHEMERAL is waited for, and the partitions of
	// machine.disks; a volume that a document asks for is not.
	Blocked string
}

// Settle finds the volumes of a configuration on the disks, and makes those that are missing. Releases since 1.14 have parts
// of EPHEMERAL as volumes of their own.
func Settle(configuration config.Config, disks []Disk, newID func(label string) string, hasParts bool) Settlement {
	var settled Settlement

	all := requests(configuration)
	if hasParts {
		all = append(all, parts(configuration)...)
	}

	for _, asked := range all {
		volume := asked.settle(disks, newID)
		settled.Volumes = append(settled.Volumes, volume)

		isWaitedFor := asked.id == Ephemeral || strings.HasPrefix(asked.id, "/dev/")
		if isWaitedFor && volume.Phase != block.VolumePhaseReady && settled.Blocked == "" {
			settled.Blocked = fmt.Sprintf("volume %s: %s", volume.ID, volume.Error)
		}
	}

	return settled
}

// requests are the volumes in the order in which Talos makes them.
func requests(configuration config.Config) []request {
	all := append([]request{ephemeral(configuration)}, userDisks(configuration)...)

	for _, document := range configuration.UserVolumeConfigs() {
		asked := provisioned(constants.UserVolumePrefix+document.Name(), document.Provisioning())
		asked.kind = document.Type().ValueOr(block.VolumeTypePartition)
		asked.mountPath = path.Join(constants.UserVolumeMountPoint, document.Name())

		if asked.kind == block.VolumeTypeDisk {
			asked.label = ""
		}

		all = append(all, asked)
	}

	for _, document := range configuration.RawVolumeConfigs() {
		all = append(all, provisioned(constants.RawVolumePrefix+document.Name(), document.Provisioning()))
	}

	for _, document := range configuration.SwapVolumeConfigs() {
		all = append(all, provisioned(constants.SwapVolumePrefix+document.Name(), document.Provisioning()))
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

func ephemeral(configuration config.Config) request {
	document, _ := configuration.Volumes().ByName(Ephemeral)

	asked := provisioned(Ephemeral, document.Provisioning())
	asked.mountPath = constants.EphemeralMountPoint
	asked.minBytes = int64(document.Provisioning().MinSize().ValueOr(leastEphemeral))
	asked.grows = document.Provisioning().Grow().ValueOr(true)

	if !document.Provisioning().DiskSelector().IsPresent() {
		asked.on = func(disk Disk) (bool, error) { return disk.System, nil }
	}

	return asked
}

// partPaths are where parts of EPHEMERAL are mounted.
var partPaths = map[string]string{
	constants.EtcdDataVolumeID: "/var/lib/etcd", constants.CRIContainerdVolumeID: "/var/lib/containerd",
	constants.KubeletDataVolumeID: "/var/lib/kubelet", constants.LogVolumeID: "/var/log",
}

// parts are directories of EPHEMERAL, unless they are given a place.
func parts(configuration config.Config) []request {
	all := make([]request, 0, len(config.PromotableSystemVolumeNames))

	for _, id := range config.PromotableSystemVolumeNames {
		asked := request{id: id, kind: block.VolumeTypeDirectory, mountPath: partPaths[id]}

		if document, isThere := configuration.Volumes().ByName(id); isThere && blockconfig.ProvisioningRequested(document.Provisioning()) {
			asked = provisioned(id, document.Provisioning())
			asked.mountPath = partPaths[id]

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
				mountPath: partition.MountPoint(),
				on:        func(candidate Disk) (bool, error) { return candidate.IsCalled(disk.Device()), nil },
				minBytes:  max(leastVolume, int64(partition.Size())), maxBytes: int64(partition.Size()),
			})
		}
	}

	return all
}

func isSelected(selector cel.Expression, disk Disk, partition machine.Partition) (bool, error) {
	spec := disk.Spec()

	selected, err := selector.EvalBool(celenv.VolumeLocator(), map[string]any{
		"volume": &blockapi.DiscoveredVolumeSpec{
			Type: "partition", Size: uint64(partition.Bytes), Name: "xfs", PartitionLabel: partition.Label, PartitionUuid: partition.ID,
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
