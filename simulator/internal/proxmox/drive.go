package proxmox

import (
	"crypto/rand"
	"regexp"
	"strconv"
	"strings"
)

// driveKeys are what may stand in the value of a drive.
var driveKeys = []string{
	"file", "aio", "backup", "cache", "detect_zeroes", "discard", "format", "import-from", "iops_rd", "iops_rd_max", "iops_wr",
	"iops_wr_max", "iothread", "mbps_rd", "mbps_rd_max", "mbps_wr", "mbps_wr_max", "media", "queues", "replicate", "ro", "serial",
	"size", "snapshot", "ssd",
}

var (
	efiKeys = []string{"file", "efitype", "format", "import-from", "pre-enrolled-keys", "size"}
	tpmKeys = []string{"file", "import-from", "size", "version"}
)

var (
	newVolume = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9._-]*[A-Za-z0-9]):(\d+(\.\d+)?)$`)
	newInit   = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9._-]*[A-Za-z0-9]):cloudinit$`)
)

// cloudInitBytes is the size of a cloud-init disk.
const cloudInitBytes = 4 * mebi

// parseDrive reads the value of a drive and refuses what its bus does not have.
func parseDrive(name, value string) (properties, error) {
	parsed, err := parseProperties(value, "file")
	if err != nil {
		return nil, refuseParameter(name, "%v", err)
	}

	bus, _ := splitNumber(name)
	allowed := map[string][]string{"efidisk": efiKeys, "tpmstate": tpmKeys}[bus]

	if allowed == nil {
		allowed = driveKeys
	}

	if err := parsed.onlyKeys(allowed...); err != nil {
		return nil, refuseParameter(name, "%v", err)
	}

	switch {
	case parsed["file"] == "":
		return nil, refuseParameter(name, "invalid format - file: property is missing and it is not optional")
	case parsed["ssd"] != "" && bus == "virtio",
		parsed["iothread"] != "" && bus != "scsi" && bus != "virtio",
		parsed["queues"] != "" && bus != "scsi":
		return nil, refuseParameter(name, "unable to parse drive options: ssd, iothread or queues do not exist on the bus %s", bus)
	case len(parsed["serial"]) > 20:
		return nil, refuseParameter(name, "invalid format - serial: value may only be 20 characters long")
	}

	return parsed, nil
}

// isCDROM says whether the value of a drive is one of a CD.
func isCDROM(value string) bool {
	parsed, err := parseProperties(value, "file")

	return err == nil && parsed["media"] == "cdrom" && !strings.Contains(parsed["file"], "cloudinit")
}

// isDisk says whether a setting is a disk that the guest sees as one.
func isDisk(name, value string) bool {
	bus, _ := splitNumber(name)
	if bus != "ide" && bus != "sata" && bus != "scsi" && bus != "virtio" {
		return false
	}

	parsed, err := parseProperties(value, "file")

	return err == nil && parsed["media"] != "cdrom" && !strings.Contains(parsed["file"], "cloudinit")
}

// needStorage refuses a drive whose storages are not there, cannot hold it or are not the caller's to use.
func (r *request) needStorage(host string, id int, name, value string) error {
	parsed, err := parseDrive(name, value)
	if err != nil {
		return err
	}

	if file := parsed["file"]; strings.HasPrefix(file, "/") {
		return refuse("Only root can pass arbitrary filesystem paths.")
	} else if target := allocationTarget(file); target != "" {
		found, err := r.server.findStore(host, target)
		if err != nil {
			return err
		}

		if !found.holds("images") {
			return refuseParameter(name, "storage '%s' does not support vm images", target)
		}

		if err := r.need("/storage/"+target, "Datastore.AllocateSpace"); err != nil {
			return err
		}
	} else if used, err := r.server.findVolume(host, file); err == nil {
		if err := r.needVolume(used, id); err != nil {
			return err
		}
	}

	source := parsed["import-from"]
	if source == "" {
		return nil
	}

	if strings.HasPrefix(source, "/") {
		return refuse("Only root can pass arbitrary filesystem paths.")
	}

	if !newVolume.MatchString(parsed["file"]) {
		return refuseParameter(name, "'import-from' requires special syntax - use <storage ID>:0,import-from=<source>")
	}

	used, err := r.server.findVolume(host, source)
	if err != nil {
		return nil // the task finds out
	}

	if used.content != "images" && used.content != "import" {
		return refuseParameter(name, "%s has wrong type '%s' - needs to be 'images' or 'import'", source, used.content)
	}

	return r.needVolume(used, id)
}

// allocationTarget is the storage on which a drive is to be made, or empty for a drive that exists.
func allocationTarget(file string) string {
	for _, pattern := range []*regexp.Regexp{newVolume, newInit} {
		if match := pattern.FindStringSubmatch(file); match != nil {
			return match[1]
		}
	}

	return ""
}

// makeDrive allocates what the value of a drive asks for and returns the value as it is stored. The caller holds the
// lock; what was allocated is added to made.
func (s *Server) makeDrive(found *guest, name, value string, made *[]*volume) (string, error) {
	parsed, err := parseDrive(name, value)
	if err != nil {
		return "", err
	}

	file := parsed["file"]

	switch {
	case file == "none" || file == "cdrom":
		if parsed["media"] != "cdrom" {
			return "", refuseParameter(name, "'%s' is only for drives with media=cdrom", file)
		}

		return parsed.print("file"), nil
	case newInit.MatchString(file):
		if other := found.cloudInitDrive(); other != "" && other != name {
			return "", refuseParameter(name, "cloud-init drive is already attached at '%s'", other)
		}

		return s.makeCloudInit(found, parsed, made)
	case newVolume.MatchString(file):
		return s.makeDisk(found, name, parsed, made)
	}

	used, err := s.findVolume(found.host, file)
	if err != nil {
		return "", err
	}

	delete(parsed, "format")
	delete(parsed, "import-from")
	parsed["size"] = formatBytes(used.bytes)

	return parsed.print("file"), nil
}

func (s *Server) makeCloudInit(found *guest, parsed properties, made *[]*volume) (string, error) {
	target, err := s.findStore(found.host, allocationTarget(parsed["file"]))
	if err != nil {
		return "", err
	}

	format := parsed["format"]
	if format == "" && storageTypes[target.kind].files {
		format = "qcow2"
	}

	allocated, err := target.allocate(found.id, "cloudinit", format, cloudInitBytes)
	if err != nil {
		return "", err
	}

	*made = append(*made, allocated)

	return properties{"file": allocated.id(), "media": "cdrom", "size": formatBytes(cloudInitBytes)}.print("file"), nil
}

func (s *Server) makeDisk(found *guest, name string, parsed properties, made *[]*volume) (string, error) {
	match := newVolume.FindStringSubmatch(parsed["file"])

	target, err := s.findStore(found.host, match[1])
	if err != nil {
		return "", err
	}

	gibis, err := strconv.ParseFloat(match[2], 64)
	if err != nil {
		return "", refuseParameter(name, "%v", err)
	}

	bytes := int64(gibis * float64(gibi))

	var source *volume

	switch bus, _ := splitNumber(name); {
	case parsed["import-from"] != "":
		if source, err = s.findVolume(found.host, parsed["import-from"]); err != nil {
			return "", err
		}

		bytes = source.diskBytes()
	case bus == "efidisk":
		bytes = efiBytes(target, parsed["efitype"])
	case bus == "tpmstate":
		bytes = 4 * mebi
	case bytes == 0:
		return "", refuse("cannot allocate a disk of size 0 for '%s'", name)
	}

	allocated, err := target.allocate(found.id, "disk", parsed["format"], bytes)
	if err != nil {
		return "", err
	}

	if source != nil {
		allocated.image = source.image
	}

	switch bus, _ := splitNumber(name); bus {
	case "efidisk":
		allocated.keys = newKeys(parsed)
	case "tpmstate":
		allocated.tpm = rand.Text()
	}

	*made = append(*made, allocated)

	delete(parsed, "format")
	delete(parsed, "import-from")
	parsed["file"] = allocated.id()
	parsed["size"] = formatBytes(bytes)

	return parsed.print("file"), nil
}

// efiBytes is the size of the store of EFI variables; volumes that are no files are rounded up.
func efiBytes(target *store, kind string) int64 {
	switch {
	case !storageTypes[target.kind].files:
		return 4 * mebi
	case kind == "4m":
		return 528 * kibi
	default:
		return 128 * kibi
	}
}
