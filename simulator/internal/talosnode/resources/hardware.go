package resources

import (
	"context"
	"slices"

	"github.com/cosi-project/runtime/pkg/safe"
	"github.com/cosi-project/runtime/pkg/state"
	"github.com/siderolabs/talos/pkg/machinery/resources/block"

	"cdktf-proxmox-talos/simulator/internal/talosnode/storage"
)

// ShowDisks shows the disks that are plugged in, and no other.
func (s *State) ShowDisks(disks []storage.Disk) error {
	present, err := safe.StateListAll[*block.Disk](context.Background(), s.State)
	if err != nil {
		return err
	}

	gone := map[string]bool{}
	for disk := range present.All() {
		gone[disk.Metadata().ID()] = true
	}

	for _, disk := range disks {
		shown := block.NewDisk(block.NamespaceName, disk.Name)
		*shown.TypedSpec() = disk.Spec()
		delete(gone, disk.Name)

		if err := s.put(shown); err != nil {
			return err
		}

		if !disk.System {
			continue
		}

		system := block.NewSystemDisk(block.NamespaceName, block.SystemDiskID)
		system.TypedSpec().DiskID, system.TypedSpec().DevPath = disk.Name, disk.Path()

		if err := s.put(system); err != nil {
			return err
		}
	}

	for name := range gone {
		if err := s.remove(block.NewDisk(block.NamespaceName, name).Metadata()); err != nil {
			return err
		}
	}

	return nil
}

// ShowVolumes shows what has become of volumes, and where those are mounted that are ready.
func (s *State) ShowVolumes(volumes []storage.Volume) error {
	gone := map[string]bool{}

	present, err := safe.StateListAll[*block.VolumeStatus](context.Background(), s.State)
	if err != nil {
		return err
	}

	for volume := range present.All() {
		gone[volume.Metadata().ID()] = true
	}

	for _, volume := range volumes {
		delete(gone, volume.ID)

		if err := s.showVolume(volume); err != nil {
			return err
		}
	}

	for id := range gone {
		if err := s.remove(block.NewVolumeStatus(block.NamespaceName, id).Metadata()); err != nil {
			return err
		}

		if err := s.remove(block.NewMountStatus(block.NamespaceName, id).Metadata()); err != nil {
			return err
		}
	}

	return nil
}

func (s *State) showVolume(volume storage.Volume) error {
	shown := block.NewVolumeStatus(block.NamespaceName, volume.ID)
	spec := shown.TypedSpec()
	spec.Type, spec.Phase, spec.ErrorMessage = volume.Type, volume.Phase, volume.Error

	for _, slot := range volume.Slots {
		spec.EncryptionProvider = block.EncryptionProviderLUKS2
		if !slices.Contains(spec.ConfiguredEncryptionKeys, slot.Kind) {
			spec.ConfiguredEncryptionKeys = append(spec.ConfiguredEncryptionKeys, slot.Kind)
		}
	}

	slices.Sort(spec.ConfiguredEncryptionKeys)

	if volume.Disk != nil {
		spec.Location, spec.MountLocation, spec.PartitionIndex = volume.Location, volume.Location, volume.Index
		spec.PartitionUUID = volume.DataID
		spec.SetSize(uint64(volume.Bytes))

		if volume.Index > 0 {
			spec.ParentLocation = volume.Disk.Path()
		}
	}

	if err := s.put(shown); err != nil {
		return err
	}

	mount := block.NewMountStatus(block.NamespaceName, volume.ID)
	if volume.MountPath == "" {
		return s.remove(mount.Metadata())
	}

	mount.TypedSpec().Source, mount.TypedSpec().Target = volume.Location, volume.MountPath
	mount.TypedSpec().Spec.VolumeID = volume.ID

	return s.put(mount)
}

// IsLocated says whether a partition of the system disk is there.
func (s *State) IsLocated(label string) (bool, error) {
	volume, err := safe.StateGetByID[*block.VolumeStatus](context.Background(), s.State, label)
	if state.IsNotFoundError(err) {
		return false, nil
	} else if err != nil {
		return false, err
	}

	return volume.TypedSpec().Location != "", nil
}
