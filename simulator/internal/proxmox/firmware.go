package proxmox

import (
	"strings"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

// newKeys are those in the variables of UEFI that a drive is made with; variables of the old size hold none.
func newKeys(drive properties) *machine.Keys {
	if drive["pre-enrolled-keys"] == "1" && drive["efitype"] == "4m" {
		return machine.MicrosoftKeys()
	}

	return &machine.Keys{}
}

// firmwareOf is what starts a guest. Signatures are checked by the firmware for a q35 with variables of 4 MiB; without a
// drive for them the variables are forgotten when the guest is switched off.
func (s *Server) firmwareOf(found *guest) *machine.Firmware {
	firmware := &machine.Firmware{UEFI: found.config["bios"] == "ovmf"}
	if !firmware.UEFI {
		return firmware
	}

	parsed, err := parseProperties(found.config["efidisk0"], "file")
	if err != nil || parsed["efitype"] != "4m" || !found.isQ35() {
		return firmware
	}

	used, err := s.findVolume(found.host, parsed["file"])
	if err != nil {
		return firmware
	}

	if used.keys == nil {
		used.keys = &machine.Keys{}
	}

	firmware.ChecksSignatures, firmware.Keys = true, used.keys

	return firmware
}

// smbiosUUID is that of SMBIOS; a guest whose settings name none has none.
func (g *guest) smbiosUUID() string {
	parsed, err := parseProperties(g.config["smbios1"], "")
	if err != nil {
		return ""
	}

	return strings.ToLower(parsed["uuid"])
}

// tpmOf tells which TPM a guest has; empty is none.
func (s *Server) tpmOf(found *guest) string {
	parsed, err := parseProperties(found.config["tpmstate0"], "file")
	if err != nil {
		return ""
	}

	used, err := s.findVolume(found.host, parsed["file"])
	if err != nil {
		return ""
	}

	return used.tpm
}
