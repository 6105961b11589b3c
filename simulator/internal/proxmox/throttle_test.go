package proxmox

import (
	"strings"
	"testing"
)

func TestLimitsOfADriveChangeWhileAGuestRuns(t *testing.T) {
	e := newEndpoint(t)
	e.addTalos("100", "scsi1", "local-lvm:5,mbps_rd=100,backup=1")
	e.must("PUT", "/nodes/pve1/qemu/100/config", values("scsi1", "local-lvm:vm-100-disk-1,mbps_rd=200,mbps_rd_max=400,iops_wr=50,backup=0,replicate=0"))

	if got := e.guest(100); len(got.Pending) != 0 || !strings.Contains(got.Config["scsi1"], "mbps_rd=200") {
		t.Fatalf("pending %v, stored %s", got.Pending, got.Config["scsi1"])
	}

	e.must("PUT", "/nodes/pve1/qemu/100/config", values("scsi1", "local-lvm:vm-100-disk-1,queues=4"))

	if got := e.guest(100).Pending; len(got) != 1 || got[0] != "scsi1" {
		t.Fatalf("pending %v", got)
	}
}

func TestLimitsWithWhichQEMUDoesNotComeUp(t *testing.T) {
	for drive, said := range map[string]string{
		"local-lvm:5,iops_rd_max=100":            "bps_max/iops_max require corresponding bps/iops values",
		"local-lvm:5,mbps_wr=100,mbps_wr_max=99": "bps_max/iops_max cannot be lower than bps/iops",
	} {
		e := newEndpoint(t)
		e.must("POST", "/nodes/pve1/qemu", values("vmid", "100", "scsi0", drive))

		if _, message := e.refused("POST", "/nodes/pve1/qemu/100/status/start", ""); message != "start failed: QEMU exited with code 1" {
			t.Errorf("%s: %q, want that QEMU says %s", drive, message, said)
		}
	}

	e := newEndpoint(t)
	e.must("POST", "/nodes/pve1/qemu", values("vmid", "100", "scsi0", "local-lvm:5,mbps_wr=100,mbps_wr_max=100,iops_rd=1"))
	e.must("POST", "/nodes/pve1/qemu/100/status/start", "")
}
