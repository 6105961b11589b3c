package proxmox

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"cdktf-proxmox-talos/simulator/internal/hostssh"
)

// Config is one endpoint of Proxmox VE: a host, or a cluster of hosts behind one API.
type Config struct {
	// Name is how journal, faults and inventory call the endpoint.
	Name string `json:"name"`
	// Listen is address and port of the https API.
	Listen string `json:"listen"`
	// Version is the release of Proxmox VE, such as 8.2.4; 9.1.1 where it is left out.
	Version string `json:"version,omitempty"`
	// TaskMS is how long every task takes in milliseconds before it does its work.
	TaskMS int     `json:"taskMs,omitempty"`
	Tokens []Token `json:"tokens"`
	// Roles are privileges by role, beside the built-in ones.
	Roles map[string][]string `json:"roles,omitempty"`
	Hosts []Host              `json:"hosts"`
	Pools []string            `json:"pools,omitempty"`
	// Passwords are those of users, by their ids such as root@pam; nobody else signs in with one.
	Passwords map[string]string `json:"passwords,omitempty"`
	// SecondFactors are users who need a second factor beside their password.
	SecondFactors []string `json:"secondFactors,omitempty"`
	// PCIMappings are resource mappings that somebody has made before: property strings by name, as the API takes them.
	PCIMappings map[string][]string `json:"pciMappings,omitempty"`
	// USBMappings are those of USB devices.
	USBMappings map[string][]string `json:"usbMappings,omitempty"`
	// SDN is the software-defined network that is there already.
	SDN SDN `json:"sdn,omitzero"`
	// DirectoryMappings are those of directories.
	DirectoryMappings map[string][]string `json:"directoryMappings,omitempty"`
}

// Token is an API token that exists from the start.
type Token struct {
	// ID is USER@REALM!TOKENID.
	ID string `json:"id"`
	// Secret is the UUID that the token is used with.
	Secret string `json:"secret"`
	// Role is what the token may do everywhere.
	Role string `json:"role"`
}

// Host is a node of Proxmox VE.
type Host struct {
	Name string `json:"name"`
	// SSH is the login on the host; without it nothing can be done there but through the API.
	SSH *hostssh.Config `json:"ssh,omitempty"`
	// CPUs and MemoryMiB are what a virtual machine can have at most; 16 and 128 GiB where they are left out.
	CPUs      int      `json:"cpus,omitempty"`
	MemoryMiB int      `json:"memoryMiB,omitempty"`
	Bridges   []string `json:"bridges"`
	// BridgeSettings are those of bridges that are not as a host has them at first, by name.
	BridgeSettings map[string]Bridge `json:"bridgeSettings,omitempty"`
	PCIDevices     []PCIDevice       `json:"pciDevices,omitempty"`
	Storages       []Storage         `json:"storages"`
	Containers     []Container       `json:"containers,omitempty"`
	// ClockOffsetSeconds is by how much the clock of the host is ahead, or behind where it is negative.
	ClockOffsetSeconds int `json:"clockOffsetSeconds,omitempty"`
}

// PCIDevice is a device that a virtual machine can be given by a hardware mapping.
type PCIDevice struct {
	// Path is the address on the bus, such as 0000:00:02.0.
	Path string `json:"path"`
	// ID is vendor and device, such as 8086:46a6.
	ID         string `json:"id"`
	IOMMUGroup int    `json:"iommuGroup"`
}

// Storage is a place for volumes. One of type nfs or rbd is shared: hosts that have the same id see the same volumes.
type Storage struct {
	ID string `json:"id"`
	// Type is dir, nfs, lvm, lvmthin, zfspool or rbd.
	Type    string   `json:"type"`
	Content []string `json:"content"`
	SizeGiB int64    `json:"sizeGiB"`
}

const (
	kibi int64 = 1 << 10
	mebi int64 = 1 << 20
	gibi int64 = 1 << 30
)

// storageTypes says of each type whether volumes are files, and whether all hosts share them.
var storageTypes = map[string]struct{ files, shared bool }{
	"dir":     {files: true},
	"nfs":     {files: true, shared: true},
	"lvm":     {},
	"lvmthin": {},
	"zfspool": {},
	"rbd":     {shared: true},
}

var (
	releaseForm = regexp.MustCompile(`^\d+\.\d+\.\d+$`)

	tokenID   = regexp.MustCompile(`^[^\s@!:/]+@[a-z0-9]+![A-Za-z][A-Za-z0-9._-]+$`)
	uuid      = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	hostName  = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$`)
	storageID = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._-]*[A-Za-z0-9]$`)
	pciPath   = regexp.MustCompile(`^[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]$`)
	pciID     = regexp.MustCompile(`^[0-9a-f]{4}:[0-9a-f]{4}$`)
)

// check returns all faults of a configuration at once.
func (c Config) check() error {
	var faults []error

	expect := func(condition bool, format string, arguments ...any) {
		if !condition {
			faults = append(faults, fmt.Errorf(format, arguments...))
		}
	}

	expect(c.Name != "", "an endpoint has no name")
	expect(releaseForm.MatchString(c.version()), "version %q; write such as 9.1.1", c.Version)
	expect(c.TaskMS >= 0, "taskMs is %d; write 0 or more", c.TaskMS)
	expect(len(c.Hosts) > 0, "the endpoint has no hosts; write at least one")

	for role, privileges := range c.Roles {
		expect(builtInRoles[role] == nil, "role %q is built in and cannot be given", role)

		for _, privilege := range privileges {
			expect(slices.Contains(c.privileges(), privilege), "role %q has the unknown privilege %q", role, privilege)
		}
	}

	for _, token := range c.Tokens {
		expect(tokenID.MatchString(token.ID), "token id %q; write USER@REALM!TOKENID", token.ID)
		expect(uuid.MatchString(token.Secret), "the secret of token %q is no UUID in lower case", token.ID)
		expect(builtInRoles[token.Role] != nil || c.Roles[token.Role] != nil, "token %q has the unknown role %q", token.ID, token.Role)
	}

	for id, password := range c.Passwords {
		expect(userName.MatchString(id), "%q has a password and is no user; write USER@REALM", id)
		expect(password != "", "the password of %q is empty", id)
	}

	for _, id := range c.SecondFactors {
		expect(c.Passwords[id] != "", "%q has a second factor and no password", id)
	}

	expectMappings := func(kind string, mappings map[string][]string, isEntry func(properties) bool, form string) {
		for name, entries := range mappings {
			expect(mappingName.MatchString(name), "%s mapping %q; write a name of letters, digits, hyphens and underscores", kind, name)
			expect(len(entries) > 0, "%s mapping %q has no device; write at least one", kind, name)

			for _, entry := range entries {
				parsed, err := parseProperties(entry, "")
				isHost := func(host Host) bool { return host.Name == parsed["node"] }
				expect(err == nil && slices.ContainsFunc(c.Hosts, isHost) && isEntry(parsed),
					"the entry %q of %s mapping %q; write %s", entry, kind, name, form)
			}
		}
	}
	expectMappings("PCI", c.PCIMappings, func(entry properties) bool {
		return pciPath.MatchString(entry["path"]) && pciID.MatchString(entry["id"])
	},
		"id, node and path, such as id=8086:46a6,node=pve1,path=0000:00:02.0")
	// of a USB device the path is optional
	expectMappings("USB", c.USBMappings, func(entry properties) bool { return pciID.MatchString(entry["id"]) }, "id and node, such as id=1a86:55d4,node=pve1")

	expectMappings("directory", c.DirectoryMappings, func(entry properties) bool { return strings.HasPrefix(entry["path"], "/") }, "node and path, such as node=pve1,path=/tank")

	seen := map[string]Storage{}
	numbers := map[int]bool{}

	for position, host := range c.Hosts {
		expect(hostName.MatchString(host.Name), "host name %q; write letters, digits and inner hyphens", host.Name)
		expect(!slices.ContainsFunc(c.Hosts[:position], func(other Host) bool { return other.Name == host.Name }),
			"two hosts are called %q", host.Name)

		expect(host.CPUs >= 0 && host.MemoryMiB >= 0, "cpus and memoryMiB of host %q are %d and %d; write more than 0", host.Name, host.CPUs, host.MemoryMiB)

		for _, one := range host.Containers {
			expect(one.ID >= lowestGuest && one.ID <= highestGuest && !numbers[one.ID],
				"container %d of host %q; write a number from %d that no other container has", one.ID, host.Name, lowestGuest)

			numbers[one.ID] = true
		}

		for _, device := range host.PCIDevices {
			expect(pciPath.MatchString(device.Path) && pciID.MatchString(device.ID),
				"PCI device %q with id %q of host %q; write such as 0000:00:02.0 and 8086:46a6", device.Path, device.ID, host.Name)
		}

		for _, storage := range host.Storages {
			expect(storage.check() == nil, "storage %q of host %q: %w", storage.ID, host.Name, storage.check())

			other, again := seen[storage.ID]
			expect(!again || other.Type == storage.Type && slices.Equal(other.Content, storage.Content),
				"storage %q has another type or content on host %q than on another host", storage.ID, host.Name)

			seen[storage.ID] = storage
		}
	}

	if err := errors.Join(faults...); err != nil {
		return fmt.Errorf("Proxmox VE endpoint %q: %w", c.Name, err)
	}

	return nil
}

func (s Storage) check() error {
	kind, known := storageTypes[s.Type]

	switch {
	case !storageID.MatchString(s.ID):
		return fmt.Errorf("the id begins with a letter and has letters, digits, dots, hyphens and underscores")
	case !known:
		return fmt.Errorf("type %q; write dir, nfs, lvm, lvmthin, zfspool or rbd", s.Type)
	case s.SizeGiB <= 0:
		return fmt.Errorf("sizeGiB is %d; write more than 0", s.SizeGiB)
	case len(s.Content) == 0:
		return fmt.Errorf("content is empty; write at least one type")
	}

	for _, content := range s.Content {
		if !slices.Contains([]string{"images", "rootdir", "iso", "vztmpl", "import", "snippets", "backup"}, content) {
			return fmt.Errorf("content %q is unknown", content)
		}

		if !kind.files && content != "images" && content != "rootdir" {
			return fmt.Errorf("type %s cannot hold content %q", s.Type, content)
		}
	}

	return nil
}

func (c Config) version() string { return cmp.Or(c.Version, "9.1.1") }

// address is where the host is logged in to, or the endpoint's own address.
func (h Host) address(endpoint netip.AddrPort) netip.Addr {
	if h.SSH != nil {
		if parsed, err := netip.ParseAddrPort(h.SSH.Listen); err == nil {
			return parsed.Addr()
		}
	}

	return endpoint.Addr()
}

func (h Host) cpus() int { return cmp.Or(h.CPUs, 16) }

func (h Host) memoryBytes() int64 { return cmp.Or(int64(h.MemoryMiB)*mebi, 128*gibi) }

func (h Host) hasBridge(name string) bool { return slices.Contains(h.Bridges, name) }

// userOf returns the user part of a token's id.
func userOf(token string) string {
	user, _, _ := strings.Cut(token, "!")

	return user
}
