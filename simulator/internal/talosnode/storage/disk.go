// Package storage is what Talos makes of disks: which one a volume of the configuration is found or made on.
package storage

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	blockapi "github.com/siderolabs/talos/pkg/machinery/api/resource/definitions/block"
	"github.com/siderolabs/talos/pkg/machinery/cel"
	"github.com/siderolabs/talos/pkg/machinery/cel/celenv"
	"github.com/siderolabs/talos/pkg/machinery/resources/block"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

// Disk is a disk as Linux shows it.
type Disk struct {
	machine.Disk
	// Name is the one under /dev, such as sdb.
	Name string
	// Symlinks are paths that stay the same whatever letter the disk gets.
	Symlinks []string
}

// Disks are the disks of a machine in their order: Linux counts each kind of bus for itself.
func Disks(plugged []machine.Disk) []Disk {
	disks := make([]Disk, 0, len(plugged))
	seen := map[string]int{}

	for _, disk := range plugged {
		name, link := "sd", "scsi-0QEMU_QEMU_HARDDISK_"

		switch bus := strings.TrimRight(disk.Interface, "0123456789"); bus {
		case "virtio":
			name, link = "vd", "virtio-"
		case "nvme":
			name, link = "nvme", "nvme-SIMULATED_DISK_"
		case "sata", "ide":
			link = "ata-QEMU_HARDDISK_"
		}

		shown := Disk{Disk: disk, Name: name + letters(seen[name])}
		if name == "nvme" {
			shown.Name = fmt.Sprintf("nvme%dn1", seen[name])
		}

		seen[name]++

		if disk.Serial != "" {
			shown.Symlinks = []string{"/dev/disk/by-id/" + link + disk.Serial}
		}

		disks = append(disks, shown)
	}

	return disks
}

// letters counts a, b, … z, aa, as the kernel does.
func letters(index int) string {
	if index < 26 {
		return string(rune('a' + index))
	}

	return letters(index/26-1) + letters(index%26)
}

// Path is the disk under /dev.
func (d Disk) Path() string { return "/dev/" + d.Name }

// partitionPath is a partition of the disk under /dev.
func (d Disk) partitionPath(index int) string {
	separator := ""
	if strings.HasPrefix(d.Name, "nvme") {
		separator = "p"
	}

	return fmt.Sprintf("%s%s%d", d.Path(), separator, index)
}

// IsCalled says whether a path is one of the disk.
func (d Disk) IsCalled(path string) bool {
	return d.Path() == path || slices.Contains(d.Symlinks, path)
}

// Spec is the disk as Talos shows it.
func (d Disk) Spec() block.DiskSpec {
	spec := block.DiskSpec{
		DevPath: d.Path(), IOSize: 512, SectorSize: 512, Serial: d.Serial, Transport: d.transport(),
		Model: cmp.Or(d.Identity.Model, "SIMULATED DISK"), BusPath: cmp.Or(d.Identity.BusPath, "/"+d.Interface),
		WWID: d.Identity.WWID, UUID: d.Identity.UUID, Modalias: d.Identity.Modalias, Rotational: d.Identity.Rotational,
		SubSystem: "/sys/class/block", Symlinks: d.Symlinks,
	}
	spec.SetSize(uint64(d.Bytes))

	return spec
}

func (d Disk) transport() string {
	switch strings.TrimRight(d.Interface, "0123456789") {
	case "virtio", "scsi":
		return "virtio"
	case "nvme":
		return "nvme"
	case "mmc":
		return "mmc"
	default:
		return "sata"
	}
}

// Matches says whether a selector of the configuration takes the disk.
func (d Disk) Matches(selector cel.Expression) (bool, error) {
	spec := d.Spec()

	matched, err := selector.EvalBool(celenv.DiskLocator(), map[string]any{
		"disk": &blockapi.DiskSpec{
			DevPath: spec.DevPath, Size: spec.Size, PrettySize: spec.PrettySize, IoSize: 512, SectorSize: 512, Model: spec.Model,
			Serial: spec.Serial, Wwid: spec.WWID, Uuid: spec.UUID, Modalias: spec.Modalias, Rotational: spec.Rotational,
			BusPath: spec.BusPath, SubSystem: spec.SubSystem, Transport: spec.Transport, Symlinks: spec.Symlinks,
		},
		"system_disk": d.System,
	})
	if err != nil {
		return false, fmt.Errorf("error evaluating disk locator: %w", err)
	}

	return matched, nil
}

// free is what a new partition can take.
func (d Disk) free() int64 {
	rest := d.Bytes - overhead
	if d.System {
		rest -= beside
	}

	for _, partition := range d.Content.Partitions() {
		rest -= partition.Bytes
	}

	return max(0, rest)
}

const (
	// overhead is what the partition table and the alignment take.
	overhead = 2 << 20
	// beside is what of the system disk is for neither EPHEMERAL nor users: the boot partitions, META and STATE.
	beside = 1<<30 + 100<<20
)
