package resources

import (
	"context"
	"fmt"
	"strings"

	"github.com/cosi-project/runtime/pkg/safe"
	"github.com/siderolabs/talos/pkg/machinery/resources/block"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

// beside is what of the system disk is not EPHEMERAL: the boot partitions, META and STATE.
const beside = 1<<30 + 100<<20

// DeviceNames are the names of disks under /dev, in their order: Linux counts each kind of bus for itself.
func DeviceNames(disks []machine.Disk) []string {
	names := make([]string, 0, len(disks))
	seen := map[string]int{}

	for _, disk := range disks {
		switch bus := strings.TrimRight(disk.Interface, "0123456789"); bus {
		case "virtio":
			names = append(names, "vd"+letters(seen["vd"]))
			seen["vd"]++
		case "nvme":
			names = append(names, fmt.Sprintf("nvme%dn1", seen[bus]))
			seen[bus]++
		default:
			names = append(names, "sd"+letters(seen["sd"]))
			seen["sd"]++
		}
	}

	return names
}

// letters counts a, b, … z, aa, as the kernel does.
func letters(index int) string {
	if index < 26 {
		return string(rune('a' + index))
	}

	return letters(index/26-1) + letters(index%26)
}

// ShowHardware shows the disks. STATE and EPHEMERAL are found only on a machine that has been configured.
func (s *State) ShowHardware(disks []machine.Disk, provisioned bool) error {
	for index, name := range DeviceNames(disks) {
		shown := block.NewDisk(block.NamespaceName, name)
		shown.TypedSpec().DevPath = "/dev/" + name
		shown.TypedSpec().SetSize(uint64(disks[index].Bytes))
		shown.TypedSpec().IOSize, shown.TypedSpec().SectorSize = 512, 512
		shown.TypedSpec().Model = "SIMULATED DISK"
		shown.TypedSpec().Serial = disks[index].Serial
		shown.TypedSpec().Transport = transport(name)
		shown.TypedSpec().BusPath = "/" + disks[index].Interface
		shown.TypedSpec().SubSystem = "/sys/class/block"

		if err := s.put(shown); err != nil {
			return err
		}

		if !disks[index].System {
			continue
		}

		system := block.NewSystemDisk(block.NamespaceName, block.SystemDiskID)
		system.TypedSpec().DiskID, system.TypedSpec().DevPath = name, "/dev/"+name

		if err := s.put(system); err != nil {
			return err
		}

		if err := s.showVolumes("/dev/"+name, disks[index].Bytes, provisioned); err != nil {
			return err
		}
	}

	return nil
}

func (s *State) showVolumes(device string, diskBytes int64, provisioned bool) error {
	sizes := map[string]int64{"META": 1 << 20, "STATE": 100 << 20, "EPHEMERAL": max(0, diskBytes-beside)}

	for index, label := range []string{"META", "STATE", "EPHEMERAL"} {
		volume := block.NewVolumeStatus(block.NamespaceName, label)
		volume.TypedSpec().Type = block.VolumeTypePartition

		if provisioned || label == "META" {
			separator := ""
			if strings.HasPrefix(device, "/dev/nvme") {
				separator = "p"
			}

			volume.TypedSpec().Phase = block.VolumePhaseReady
			volume.TypedSpec().PartitionIndex = index + 4
			volume.TypedSpec().Location = fmt.Sprintf("%s%s%d", device, separator, index+4)
			volume.TypedSpec().MountLocation = volume.TypedSpec().Location
			volume.TypedSpec().ParentLocation = device
			volume.TypedSpec().SetSize(uint64(sizes[label]))
		} else {
			volume.TypedSpec().Phase = block.VolumePhaseMissing
		}

		if err := s.put(volume); err != nil {
			return err
		}
	}

	return nil
}

func transport(device string) string {
	switch device[:2] {
	case "vd":
		return "virtio"
	case "nv":
		return "nvme"
	default:
		return "sata"
	}
}

// IsLocated says whether a partition of the system disk is there.
func (s *State) IsLocated(label string) (bool, error) {
	volume, err := safe.StateGetByID[*block.VolumeStatus](context.Background(), s.State, label)
	if err != nil {
		return false, err
	}

	return volume.TypedSpec().Location != "", nil
}
