package hostssh

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// command is one that the host understands.
type command interface {
	// name is what the journal calls it.
	name() string
	arguments() map[string]string
}

// trySudo is the function by which the provider runs commands as root, with or without sudo.
const trySudo = `_try_sudo_check(){ if [ -z "${_try_sudo_cached:-}" ]; then _try_sudo_use_sudo="${TRY_SUDO_USE_SUDO:-0}"; ` +
	`_try_sudo_cached=1; fi; }; try_sudo(){ _try_sudo_check; if [ "$_try_sudo_use_sudo" = "1" ]; then sudo "$@"; else "$@"; fi; }`

// sudoProbe is how the provider finds out whether it needs sudo: 0 for root, 1 for a user who may use it.
const sudoProbe = `if [ "$(id -u)" = "0" ]; then echo "0"; ` +
	`elif [ $(sudo -n /usr/sbin/pvesm apiinfo 2>&1 | grep "APIVER" | wc -l) -gt 0 ] ` +
	`|| sudo -n /usr/sbin/qm --help >/dev/null 2>&1; then echo "1"; else echo "0"; fi`

// word is a value that the shell takes as it stands; anything else would be another command.
const word = `([A-Za-z0-9_.,:/@=+-]+)`

// makeDisk is how the provider makes a disk of a file and attaches it.
var makeDisk = regexp.MustCompile(`^(?:export TRY_SUDO_USE_SUDO=([01]); )?set -e; ` + regexp.QuoteMeta(trySudo) +
	`; file_id=` + word + `; file_format=` + word + `; datastore_id_target=` + word + `; vm_id=(\d+); disk_options=` + word +
	`; disk_interface=` + word + `; ` + regexp.QuoteMeta(
	`source_image=$(try_sudo /usr/sbin/pvesm path $file_id); `+
		`imported_disk=$(try_sudo /usr/sbin/qm disk import $vm_id $source_image $datastore_id_target -format $file_format `+
		`| grep unused0 | cut -d : -f 3 | cut -d \' -f 1); `+
		`disk_id=${datastore_id_target}:$imported_disk,$disk_options; `+
		`try_sudo /usr/sbin/qm set $vm_id -${disk_interface} $disk_id`) + `$`)

// Single commands, as a person or another program sends them.
var (
	volumePath = regexp.MustCompile(`^(sudo (?:-n )?)?(?:/usr/sbin/)?pvesm path ` + word + `$`)
	diskImport = regexp.MustCompile(`^(sudo (?:-n )?)?(?:/usr/sbin/)?qm (?:disk import|importdisk) (\d+) ` + word + ` ` + word + `(?: --?format ` + word + `)?$`)
	administer = regexp.MustCompile(`^(sudo (?:-n )?)?(?:/usr/sbin/)?((?:pveum|pvesm set) .+)$`)
	setDrive   = regexp.MustCompile(`^(sudo (?:-n )?)?(?:/usr/sbin/)?qm set (\d+) --?([a-z]+\d+) ` + word + `$`)
)

// probe asks whether sudo is needed.
type probe struct{}

// newDisk makes a disk of a file and attaches it, in one script.
type newDisk struct {
	sudo      bool
	vmID      int
	fileID    string
	format    string
	storage   string
	options   string
	diskInter string
}

type pathOf struct {
	sudo   bool
	volume string
}

type importOf struct {
	sudo    bool
	vmID    int
	path    string
	storage string
	format  string
}

// administration is a command of a person, for rights and storages.
type administration struct {
	sudo bool
	line string
}

type setOf struct {
	sudo  bool
	vmID  int
	drive string
	value string
}

// parse reads the command of a session; the error is what a host says of a command that it does not know.
func parse(line string) (command, error) {
	script := unwrap(line)

	if script == sudoProbe {
		return probe{}, nil
	}

	if match := makeDisk.FindStringSubmatch(script); match != nil {
		id, err := strconv.Atoi(match[5])

		return newDisk{
			sudo: match[1] == "1", fileID: match[2], format: match[3], storage: match[4], vmID: id, options: match[6], diskInter: match[7],
		}, err
	}

	if match := volumePath.FindStringSubmatch(script); match != nil {
		return pathOf{sudo: match[1] != "", volume: match[2]}, nil
	}

	if match := diskImport.FindStringSubmatch(script); match != nil {
		id, err := strconv.Atoi(match[2])
		format := match[5]

		if format == "" {
			format = "raw"
		}

		return importOf{sudo: match[1] != "", vmID: id, path: match[3], storage: match[4], format: format}, err
	}

	if match := setDrive.FindStringSubmatch(script); match != nil {
		id, err := strconv.Atoi(match[2])

		return setOf{sudo: match[1] != "", vmID: id, drive: match[3], value: match[4]}, err
	}

	if match := administer.FindStringSubmatch(script); match != nil {
		return administration{sudo: match[1] != "", line: match[2]}, nil
	}

	return nil, fmt.Errorf("command not found: the simulated host knows pveum, pvesm set, and pvesm path, qm disk import and qm set as the Proxmox provider sends them")
}

// unwrap takes a script out of the bash that the provider wraps it in.
func unwrap(line string) string {
	inner, wrapped := strings.CutPrefix(line, "/bin/bash -c '")
	if !wrapped || !strings.HasSuffix(inner, "'") {
		return line
	}

	return strings.ReplaceAll(strings.TrimSuffix(inner, "'"), `'"'"'`, "'")
}

func (probe) name() string                 { return "sudo probe" }
func (probe) arguments() map[string]string { return nil }

func (c newDisk) name() string {
	return fmt.Sprintf("pvesm path %s; qm disk import %d; qm set %d -%s", c.fileID, c.vmID, c.vmID, c.diskInter)
}

func (c newDisk) arguments() map[string]string {
	return map[string]string{"format": c.format, "storage": c.storage, "options": c.options, "sudo": strconv.FormatBool(c.sudo)}
}

func (c pathOf) name() string                 { return "pvesm path " + c.volume }
func (c pathOf) arguments() map[string]string { return nil }
func (c importOf) name() string               { return fmt.Sprintf("qm disk import %d %s", c.vmID, c.path) }

func (c importOf) arguments() map[string]string {
	return map[string]string{"format": c.format, "storage": c.storage}
}

func (c administration) name() string                 { return c.line }
func (c administration) arguments() map[string]string { return nil }

func (c setOf) name() string                 { return fmt.Sprintf("qm set %d -%s", c.vmID, c.drive) }
func (c setOf) arguments() map[string]string { return map[string]string{"value": c.value} }
