package proxmox

import (
	"testing"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

func TestWhatFirmwareBoots(t *testing.T) {
	const variables = "local-lvm:1,efitype=4m,pre-enrolled-keys="

	for _, row := range []struct {
		name     string
		signed   bool
		settings []string
		boots    bool
		secured  bool
	}{
		{"signed image in setup mode", true, []string{"bios", "ovmf", "machine", "q35", "efidisk0", variables + "0"}, true, true},
		{"signed image with other keys", true, []string{"bios", "ovmf", "machine", "q35", "efidisk0", variables + "1"}, false, false},
		{"plain image with other keys", false, []string{"bios", "ovmf", "machine", "q35", "efidisk0", variables + "1"}, false, false},
		{"plain image in setup mode", false, []string{"bios", "ovmf", "machine", "q35", "efidisk0", variables + "0"}, true, false},
		{"signed image without checks", true, []string{"bios", "ovmf", "machine", "pc", "efidisk0", variables + "1"}, true, false},
		{"signed image with small variables", true, []string{"bios", "ovmf", "machine", "q35", "efidisk0", "local-lvm:1,efitype=2m"}, true, false},
		{"signed image by BIOS", true, []string{"bios", "seabios", "machine", "q35"}, false, false},
		{"plain image by BIOS", false, nil, true, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := newEndpoint(t)
			e.addImage("pve1", "local", "import/talos.qcow2")
			e.server.stores["pve1"]["local"].volumes["import/talos.qcow2"].image.SecureBoot = row.signed
			e.must("POST", "/nodes/pve1/qemu", values(append([]string{"vmid", "100", "scsi0", "local-lvm:0,import-from=local:import/talos.qcow2"}, row.settings...)...))
			e.must("POST", "/nodes/pve1/qemu/100/status/start", "")

			if got := len(e.rack.booted) == 1; got != row.boots {
				t.Fatalf("given to the rack: %v, want %v", got, row.boots)
			}

			if row.boots && e.rack.last().Firmware.IsSecured() != row.secured {
				t.Fatalf("secured: %v, want %v", !row.secured, row.secured)
			}
		})
	}
}

func TestEnrolledKeysStayWithTheVariables(t *testing.T) {
	e := newEndpoint(t)
	e.addImage("pve1", "local", "import/talos.qcow2")
	e.server.stores["pve1"]["local"].volumes["import/talos.qcow2"].image.SecureBoot = true
	e.must("POST", "/nodes/pve1/qemu", values("vmid", "100", "bios", "ovmf", "machine", "q35", "scsi0",
		"local-lvm:0,import-from=local:import/talos.qcow2", "efidisk0", "local-lvm:1,efitype=4m"))
	e.must("POST", "/nodes/pve1/qemu/100/status/start", "")
	e.must("POST", "/nodes/pve1/qemu/100/status/stop", "")
	e.must("POST", "/nodes/pve1/qemu/100/move_disk", values("disk", "efidisk0", "storage", "nas"))

	if err := e.server.firmwareOf(e.server.guests[100]).Boots(machine.Image{}); err == nil {
		t.Fatal("a plain image boots with the keys of a signed one enrolled")
	}
}

// A guest has the UUID that it was given, or one of its own, and a TPM of its own, which goes with it.
func TestWhatKeysAreMadeOf(t *testing.T) {
	const uuid = "6f1a3ac0-2f0f-4d5a-9c3e-2b0f6f1d7a55"

	e := newEndpoint(t)
	e.addImage("pve1", "local", "import/talos.qcow2")

	made := func(settings ...string) machine.Machine {
		t.Helper()
		e.must("POST", "/nodes/pve1/qemu", values(append([]string{"vmid", "100", "scsi0", "local-lvm:0,import-from=local:import/talos.qcow2"}, settings...)...))
		e.must("POST", "/nodes/pve1/qemu/100/status/start", "")
		e.must("POST", "/nodes/pve1/qemu/100/status/stop", "")

		on, _ := e.server.asMachine(e.server.guests[100])
		e.must("DELETE", "/nodes/pve1/qemu/100", "")

		return on
	}

	first, second := made(), made()
	if first.UUID == second.UUID || len(first.UUID) != len(uuid) || first.TPM != "" {
		t.Fatalf("made %q and %q, with the TPM %q", first.UUID, second.UUID, first.TPM)
	}

	first, second = made("smbios1", "uuid="+uuid, "tpmstate0", "local-lvm:1,version=v2.0"), made("smbios1", "uuid="+uuid, "tpmstate0", "local-lvm:1,version=v2.0")
	if first.UUID != uuid || second.UUID != uuid {
		t.Fatalf("made %q and %q, want %q", first.UUID, second.UUID, uuid)
	}

	if first.TPM == "" || first.TPM == second.TPM {
		t.Fatalf("made the TPMs %q and %q", first.TPM, second.TPM)
	}
}
