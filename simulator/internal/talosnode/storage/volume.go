package storage

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/siderolabs/talos/pkg/machinery/cel"
	"github.com/siderolabs/talos/pkg/machinery/resources/block"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

// Ephemeral is the partition of Talos that everything lies on which has no volume of its own.
const Ephemeral = "EPHEMERAL"

// Volume is what has become of a volume.
type Volume struct {
	ID    string
	Type  block.VolumeType
	Phase block.VolumePhase
	// Error says why the phase is failed.
	Error string
	// Disk is the one that it is on.
	Disk *Disk
	// DataID is that of the partition: while it stays, so does the data.
	DataID   string
	Location string
	Index    int
	Bytes    int64
	// MountPath is where it is mounted, once it is ready.
	MountPath string
	// Source is what a volume of somebody else is mounted from.
	Source string
	// Slots are the keys of an encrypted one.
	Slots map[int]machine.KeySlot
}

// request is a volume as the configuration asks for it.
type request struct {
	id, label string
	kind      block.VolumeType
	mountPath string
	// on says which disks will do.
	on       func(Disk) (bool, error)
	minBytes int64
	maxBytes int64
	grows    bool
	// onlyFound is a volume that is never made.
	onlyFound func(Disk, machine.Partition) (bool, error)
	// encryption is nil for a volume that is not to be encrypted.
	encryption *encryption
	// isWaitedFor is a volume that the boot does not go on without.
	isWaitedFor bool
	// isOpen says whether a partition has been opened since the machine was started: then it stays so, whatever its keys are.
	isOpen func(machine.Partition) bool
}

func bySelector(selector cel.Expression) func(Disk) (bool, error) {
	return func(disk Disk) (bool, error) { return disk.Matches(selector) }
}

// settle finds the volume, or makes it on a disk that will do.
func (r request) settle(disks []Disk, newID func(label string) string) Volume {
	volume := Volume{ID: r.id, Type: r.kind}

	if r.kind == block.VolumeTypeDirectory {
		volume.Phase, volume.MountPath = block.VolumePhaseReady, r.mountPath

		return volume
	}

	err := r.find(disks, &volume)
	if err == nil && volume.Disk == nil {
		err = r.provision(disks, newID, &volume)
	}

	switch {
	case err != nil:
		volume.Phase, volume.Error = block.VolumePhaseFailed, err.Error()
	case volume.Disk == nil:
		volume.Phase = block.VolumePhaseMissing
	default:
		volume.Phase, volume.MountPath = block.VolumePhaseReady, r.mountPath
	}

	return volume
}

// find looks for the volume on all disks: by its label, or as the whole of a disk that will do.
func (r request) find(disks []Disk, volume *Volume) error {
	for _, disk := range disks {
		for index, partition := range disk.Content.Partitions() {
			found, err := r.isThere(disk, partition)
			if err != nil {
				return err
			}

			if !found {
				continue
			}

			if r.grows {
				partition.Bytes = r.limit(partition.Bytes + disk.free())
				disk.Content.Put(partition)
			}

			volume.take(disk, index, partition)

			return r.unlock(disk, partition, volume)
		}
	}

	return nil
}

// unlock opens what was found, unless nobody asks for keys.
func (r request) unlock(disk Disk, partition machine.Partition, volume *Volume) error {
	if r.onlyFound != nil || r.isOpen == nil || r.isOpen(partition) {
		return nil
	}

	slots, err := r.encryption.open(partition.Slots)
	if err != nil {
		return err
	}

	partition.Slots, volume.Slots = slots, slots
	disk.Content.Put(partition)

	return nil
}

func (r request) isThere(disk Disk, partition machine.Partition) (bool, error) {
	switch {
	case r.onlyFound != nil:
		return r.onlyFound(disk, partition)
	case r.kind == block.VolumeTypeDisk:
		if partition.Label != "" {
			return false, nil
		}

		return r.on(disk)
	case partition.Label != r.label:
		return false, nil
	case strings.HasPrefix(r.id, "/dev/"):
		// user disks are named by path
		return r.on(disk)
	default:
		return true, nil
	}
}

// provision makes the volume on the first disk that will do and has room.
func (r request) provision(disks []Disk, newID func(string) string, volume *Volume) error {
	if r.onlyFound != nil {
		return nil
	}

	matched, err := r.matching(disks)
	if err != nil {
		return err
	}

	small, other := 0, 0

	for _, disk := range matched {
		isUsed := disk.System || len(disk.Content.Partitions()) > 0

		switch {
		case r.kind == block.VolumeTypeDisk && isUsed, isWhole(disk):
			other++
		case disk.free() < r.minBytes:
			small++
		default:
			slots, err := r.encryption.format()
			if err != nil {
				return err
			}

			made := machine.Partition{Label: r.label, ID: newID(r.id), Bytes: r.limit(disk.free()), Slots: slots}
			disk.Content.Put(made)
			volume.take(disk, len(disk.Content.Partitions())-1, made)

			return nil
		}
	}

	return fmt.Errorf("no disks matched for volume (%d matched selector): %d have not enough space, 0 have wrong format, %d have other issues",
		len(matched), small, other)
}

func (r request) matching(disks []Disk) ([]Disk, error) {
	var matched []Disk

	var paths []string

	for _, disk := range disks {
		will, err := r.on(disk)
		if err != nil {
			return nil, err
		}

		if will {
			matched, paths = append(matched, disk), append(paths, disk.Path())
		}
	}

	switch {
	case len(matched) == 0:
		return nil, errors.New("no disks matched selector for volume")
	case r.kind == block.VolumeTypeDisk && len(matched) > 1:
		return nil, fmt.Errorf("multiple disks matched selector for disk volume; matched disks: %v", paths)
	default:
		return matched, nil
	}
}

// isWhole says whether the disk is used without partitions.
func isWhole(disk Disk) bool {
	partitions := disk.Content.Partitions()

	return len(partitions) > 0 && partitions[0].Label == ""
}

func (r request) limit(bytes int64) int64 {
	if r.maxBytes > 0 {
		return min(bytes, r.maxBytes)
	}

	return bytes
}

func (v *Volume) take(disk Disk, index int, partition machine.Partition) {
	v.Disk, v.DataID, v.Bytes, v.Slots = &disk, partition.ID, partition.Bytes, partition.Slots
	v.Location = disk.Path()

	if partition.Label == "" {
		return
	}

	v.Index = index + 1
	if disk.System {
		v.Index += systemPartitions
	}

	v.Location = disk.partitionPath(v.Index)
}

// systemPartitions are those before EPHEMERAL.
const systemPartitions = 5

// Holder returns the volume that a path lies on: the one that is mounted nearest above it.
func Holder(volumes []Volume, file string) string {
	holder, longest := Ephemeral, 0

	for _, volume := range volumes {
		above := volume.MountPath
		if volume.Type == block.VolumeTypeDirectory || above == "" || volume.ID == Ephemeral {
			continue
		}

		if file = path.Clean(file); len(above) > longest && (file == above || strings.HasPrefix(file, above+"/")) {
			holder, longest = volume.ID, len(above)
		}
	}

	return holder
}
