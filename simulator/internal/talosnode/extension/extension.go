// Package extension knows the services that system extensions bring to a machine. They wait for a document of the machine
// configuration, as their service files depend on a configuration.
package extension

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/siderolabs/talos/pkg/machinery/config"
)

// Services are the services that wait to be configured: official extensions by the names of their services.
type Services map[string]string

// Service is a service of a machine.
type Service struct {
	ID    string `json:"id"`
	State string `json:"state"`
	// Environment and Files are those that the running program was given by the machine configuration.
	Environment []string `json:"environment,omitempty"`
	Files       []File   `json:"files,omitempty"`
}

// File is one that a program finds.
type File struct {
	MountPath string `json:"mountPath"`
	Content   string `json:"content"`
}

// Load reads services from a file such as schemas/extension-services.json.
func Load(path string) (Services, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}

	var listed struct {
		Services map[string]struct {
			Extension string `json:"extension"`
		} `json:"services"`
	}
	if err = json.Unmarshal(content, &listed); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}

	if len(listed.Services) == 0 {
		return nil, fmt.Errorf("%s has no services", path)
	}

	services := Services{}
	for name, service := range listed.Services {
		services[name] = service.Extension
	}

	return services, nil
}

// Of are the services of an image, in the order of their names. Each runs with the document that has its name, and waits
// while there is none; active is nil in maintenance mode.
func (s Services) Of(extensions []string, active config.Provider) []Service {
	var listed []Service

	for _, name := range slices.Sorted(maps.Keys(s)) {
		if !slices.Contains(extensions, s[name]) {
			continue
		}

		listed = append(listed, started(name, active))
	}

	return listed
}

// IsRunning says whether the program has started.
func (s Service) IsRunning() bool { return s.State == "Running" }

func started(name string, active config.Provider) Service {
	service := Service{ID: "ext-" + name, State: "Waiting"}
	if active == nil {
		return service
	}

	for _, document := range active.ExtensionServiceConfigs() {
		if document.Name() != name {
			continue
		}

		service.State, service.Environment = "Running", document.Environment()
		for _, file := range document.ConfigFiles() {
			service.Files = append(service.Files, File{MountPath: file.MountPath(), Content: file.Content()})
		}
	}

	return service
}
