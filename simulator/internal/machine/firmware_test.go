package machine_test

import (
	"testing"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

func TestFirmwareBoots(t *testing.T) {
	signed, plain := machine.Image{SecureBoot: true}, machine.Image{}
	checking := func(keys *machine.Keys) *machine.Firmware {
		return &machine.Firmware{UEFI: true, ChecksSignatures: true, Keys: keys}
	}

	for _, row := range []struct {
		name     string
		firmware *machine.Firmware
		image    machine.Image
		boots    bool
		secured  bool
	}{
		{"none", nil, signed, true, false},
		{"BIOS and a plain image", &machine.Firmware{}, plain, true, false},
		{"BIOS and a signed image", &machine.Firmware{}, signed, false, false},
		{"UEFI without checks and a signed image", &machine.Firmware{UEFI: true, Keys: &machine.Keys{}}, signed, true, false},
		{"setup mode and a plain image", checking(&machine.Keys{}), plain, true, false},
		{"setup mode and a signed image", checking(&machine.Keys{}), signed, true, true},
		{"other keys and a signed image", checking(machine.MicrosoftKeys()), signed, false, true},
		{"other keys and a plain image", checking(machine.MicrosoftKeys()), plain, false, true},
	} {
		if err := row.firmware.Boots(row.image); (err == nil) != row.boots || row.firmware.IsSecured() != row.secured {
			t.Errorf("%s: %v, secured %t", row.name, err, row.firmware.IsSecured())
		}
	}

	enrolled := checking(&machine.Keys{})
	if err := enrolled.Boots(signed); err != nil {
		t.Fatal(err)
	}

	if err := enrolled.Boots(plain); err == nil {
		t.Fatal("a plain image boots with the keys of Talos enrolled")
	}

	if err := enrolled.Boots(signed); err != nil {
		t.Fatal(err)
	}
}
