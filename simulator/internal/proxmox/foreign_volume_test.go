package proxmox

import (
	"strings"
	"testing"
)

func TestVolumesOfAnotherGuestStay(t *testing.T) {
	e := newEndpoint(t)
	e.must("POST", "/nodes/pve1/qemu", values("vmid", "900", "scsi0", "local-lvm:10"))
	e.addTalos("100", "scsi1", "local-lvm:vm-900-disk-0,serial=data")

	if got := e.guest(100).Config["scsi1"]; got != "local-lvm:vm-900-disk-0,serial=data,size=10G" {
		t.Fatalf("attached as %s", got)
	}

	_, message := e.refused("POST", "/nodes/pve1/qemu/100/migrate", "target=pve2&online=1&with-local-disks=1")
	if want := "can't migrate local disk 'local-lvm:vm-900-disk-0': owned by other VM (owner = VM 900)"; !strings.Contains(message, want) {
		t.Fatalf("migrated: %s", message)
	}

	e.must("POST", "/nodes/pve1/qemu/100/status/stop", "")
	e.must("DELETE", "/nodes/pve1/qemu/100", "purge=1&destroy-unreferenced-disks=1")

	if got := e.guest(900).Volumes; len(got) != 1 || got[0].ID != "local-lvm:vm-900-disk-0" {
		t.Fatalf("left are %+v", got)
	}
}

func TestASharedVolumeOfAnotherGuestIsFoundOnTheOtherHost(t *testing.T) {
	e := newEndpoint(t)
	e.must("POST", "/nodes/pve1/qemu", values("vmid", "900", "scsi0", "nas:10"))
	e.addTalos("100", "scsi1", "nas:900/vm-900-disk-0.raw")
	e.must("POST", "/nodes/pve1/qemu/100/migrate", "target=pve2&online=1&with-local-disks=1")

	if got := e.guest(100).Host; got != "pve2" {
		t.Fatalf("the guest is on %s", got)
	}
}

func TestAVolumeOfAFileGrowsElsewhereOnlyWhileNobodyUsesIt(t *testing.T) {
	e := newEndpoint(t)
	e.must("POST", "/nodes/pve1/qemu", values("vmid", "900", "scsi0", "nas:10", "scsi1", "local-lvm:10"))
	e.addTalos("100", "scsi1", "nas:900/vm-900-disk-0.raw", "scsi2", "local-lvm:vm-900-disk-0")

	if _, message := e.refused("PUT", "/nodes/pve1/qemu/900/resize", values("disk", "scsi0", "size", "12G")); !strings.Contains(message, "write") {
		t.Fatal(message)
	}

	e.must("PUT", "/nodes/pve1/qemu/900/resize", values("disk", "scsi1", "size", "12G"))
	e.must("POST", "/nodes/pve1/qemu/100/status/stop", "")
	e.must("PUT", "/nodes/pve1/qemu/900/resize", values("disk", "scsi0", "size", "12G"))
}
