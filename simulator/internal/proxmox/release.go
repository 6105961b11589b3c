package proxmox

import (
	"slices"
	"strconv"
	"strings"
)

// agentPrivilege is that of Proxmox VE 8 for the guest agent; from 9 on there are several in its place.
const agentPrivilege = "VM.Monitor"

// isBefore9 says whether the endpoint is of Proxmox VE 8 or older.
func (c Config) isBefore9() bool {
	major, _, _ := strings.Cut(c.version(), ".")
	number, _ := strconv.Atoi(major)

	return number < 9
}

// privileges are those that the release knows.
func (c Config) privileges() []string { return c.ofRelease(allPrivileges) }

// ofRelease turns privileges of Proxmox VE 9 into those of the release.
func (c Config) ofRelease(privileges []string) []string {
	if !c.isBefore9() {
		return privileges
	}

	known := slices.DeleteFunc(slices.Clone(privileges), func(privilege string) bool {
		return strings.HasPrefix(privilege, "VM.GuestAgent.") || privilege == "VM.Replicate"
	})

	if slices.Contains(privileges, "VM.GuestAgent.Unrestricted") {
		known = append(known, agentPrivilege)
	}

	return known
}

// agentPrivileges are those of which one lets somebody ask the guest agent for addresses.
func (c Config) agentPrivileges() []string {
	if c.isBefore9() {
		return []string{agentPrivilege}
	}

	return []string{"VM.GuestAgent.Audit", "VM.GuestAgent.Unrestricted"}
}
