package storage

import (
	"testing"

	"github.com/siderolabs/talos/pkg/machinery/cel"
	"github.com/siderolabs/talos/pkg/machinery/cel/celenv"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

// A selector of the configuration sees what a disk tells of itself.
func TestIdentity(t *testing.T) {
	t.Parallel()

	known := machine.DiskIdentity{Model: "Samsung SSD 980", WWID: "eui.1", UUID: "0f5e", Modalias: "nvme:v1", BusPath: "/pci0000:00/nvme", Rotational: true}
	disks := Disks([]machine.Disk{{Interface: "nvme0", Serial: "a", Bytes: 5e11, Identity: known}, {Interface: "mmc0", Bytes: 1e9}})

	for match, want := range map[string][2]bool{
		`glob("Samsung*", disk.model) && disk.wwid == "eui.1" && disk.uuid == "0f5e"`: {true, false},
		`disk.modalias == "nvme:v1" && disk.bus_path == "/pci0000:00/nvme"`:           {true, false},
		`disk.rotational`:                   {true, false},
		`disk.transport == "mmc"`:           {false, true},
		`disk.size >= 500000000000u`:        {true, false},
		`disk.model == "SIMULATED DISK"`:    {false, true},
		`glob("*", disk.serial)`:            {true, true},
		`disk.transport == "nvme" || false`: {true, false},
	} {
		selector, err := cel.ParseBooleanExpression(match, celenv.DiskLocator())
		if err != nil {
			t.Fatal(err)
		}

		for index, disk := range disks {
			if got, err := disk.Matches(selector); err != nil || got != want[index] {
				t.Errorf("%s takes disk %d: %v, %v", match, index, got, err)
			}
		}
	}
}
