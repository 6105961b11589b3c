package hostssh

import (
	"strings"
)

// noRight is the exit code of a command that needs root.
const noRight = 255

// run performs a command and returns its output and exit code.
func (s *Server) run(asked command) (string, int) {
	switch asked := asked.(type) {
	case probe:
		if s.config.Username == "root" {
			return "0\n", 0
		}

		return "1\n", 0
	case newDisk:
		return s.asRoot(asked.sudo, func() (string, error) { return s.makeDisk(asked) })
	case pathOf:
		return s.asRoot(asked.sudo, func() (string, error) {
			path, err := s.dependencies.Host.VolumePath(s.dependencies.HostName, asked.volume)

			return path + "\n", err
		})
	case importOf:
		return s.asRoot(asked.sudo, func() (string, error) {
			return s.dependencies.Host.ImportDisk(s.dependencies.HostName, asked.vmID, asked.path, asked.storage, asked.format)
		})
	case administration:
		return s.asRoot(asked.sudo, func() (string, error) {
			return s.dependencies.Host.Run(s.dependencies.HostName, asked.line)
		})
	case setOf:
		return s.asRoot(asked.sudo, func() (string, error) { return s.set(asked.vmID, asked.drive, asked.value) })
	default:
		return "command not found\n", 127
	}
}

// asRoot performs what only root may, who a user becomes by sudo.
func (s *Server) asRoot(sudo bool, perform func() (string, error)) (string, int) {
	if s.config.Username != "root" && !sudo {
		return "please run as root\n", noRight
	}

	output, err := perform()
	if err != nil {
		return output + err.Error() + "\n", noRight
	}

	return output, 0
}

// makeDisk is the script of the provider, step by step.
func (s *Server) makeDisk(asked newDisk) (string, error) {
	host := s.dependencies.Host
	name := s.dependencies.HostName

	path, err := host.VolumePath(name, asked.fileID)
	if err != nil {
		return "", err
	}

	// the script reads the disk from the line of unused0; it finds none if the machine has another unused disk, and it
	// does not notice when the import fails, as grep comes after it
	output, failure := host.ImportDisk(name, asked.vmID, path, asked.storage, asked.format)
	imported := ""

	for _, line := range strings.Split(output, "\n") {
		if parts := strings.Split(line, ":"); strings.Contains(line, "unused0") && len(parts) > 2 {
			imported, _, _ = strings.Cut(parts[2], "'")
		}
	}

	said := ""
	if failure != nil {
		said = failure.Error() + "\n"
	}

	output, err = s.set(asked.vmID, asked.diskInter, asked.storage+":"+imported+","+asked.options)

	return said + output, err
}

func (s *Server) set(vmID int, drive, value string) (string, error) {
	return s.dependencies.Host.SetOptions(s.dependencies.HostName, vmID, map[string]string{drive: value})
}
