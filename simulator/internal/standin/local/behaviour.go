// Package local writes files and reads them, as hashicorp/local does.
package local

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"cdktf-proxmox-talos/simulator/internal/standin"
)

// Behaviour is what hashicorp/local does with local_file and local_sensitive_file. Paths start at the working directory
// of the stand-in, which is that of OpenTofu.
func Behaviour() standin.Behaviour {
	return standin.Behaviour{
		Resources: map[string]standin.Resource{
			"local_file":           resource("0777", "content", "sensitive_content", "content_base64", "source"),
			"local_sensitive_file": resource("0700", "content", "content_base64", "source"),
		},
		DataSources: map[string]standin.DataSource{
			"local_file":           {Read: read},
			"local_sensitive_file": {Read: read},
		},
	}
}

func resource(permission string, contents ...string) standin.Resource {
	standard := tftypes.NewValue(tftypes.String, permission)

	return standin.Resource{
		Rules:    []standin.Rule{standin.ExactlyOne(contents...), isMode("file_permission"), isMode("directory_permission")},
		Defaults: map[string]tftypes.Value{"file_permission": standard, "directory_permission": standard},
		Replaces: append([]string{"filename", "file_permission", "directory_permission"}, contents...),
		Create:   create,
		Read:     refresh,
		Delete:   remove,
	}
}

func create(_ context.Context, planned, _ standin.Values) (standin.Values, error) {
	content, err := contentOf(planned)
	if err != nil {
		return nil, fault("Create local file error", "while parsing local file content", err)
	}

	fileMode, _ := mode(standin.Text(planned["file_permission"]))
	folderMode, _ := mode(standin.Text(planned["directory_permission"]))

	if err := write(standin.Text(planned["filename"]), content, fileMode, folderMode); err != nil {
		return nil, fault("Create local file error", "while writing the file", err)
	}

	for name, sum := range sums(content) {
		standin.Set(planned, name, sum)
	}

	return planned, nil
}

// contentOf reads the one attribute that has the content; the rules see to it that there is one.
func contentOf(values standin.Values) ([]byte, error) {
	if !values["content_base64"].IsNull() {
		return base64.StdEncoding.DecodeString(standin.Text(values["content_base64"]))
	}

	if !values["source"].IsNull() {
		return os.ReadFile(standin.Text(values["source"]))
	}

	if sensitive, known := values["sensitive_content"]; known && !sensitive.IsNull() {
		return []byte(standin.Text(sensitive)), nil
	}

	return []byte(standin.Text(values["content"])), nil
}

// refresh looks at the content only: a file with another mode is still the file.
func refresh(_ context.Context, state standin.Values) (standin.Values, error) {
	content, err := os.ReadFile(standin.Text(state["filename"]))

	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, fault("Read local file error", "while reading the file", err)
	case sums(content)["id"] != standin.Text(state["id"]):
		return nil, nil
	default:
		return state, nil
	}
}

// remove leaves a file that cannot be removed, without a word, as the provider does.
func remove(_ context.Context, state standin.Values) error {
	_ = os.Remove(standin.Text(state["filename"]))

	return nil
}

func read(_ context.Context, config standin.Values) (standin.Values, error) {
	content, err := os.ReadFile(standin.Text(config["filename"]))
	if err != nil {
		return nil, fault("Read local file data source error", "while reading the file", err)
	}

	for name, sum := range sums(content) {
		standin.Set(config, name, sum)
	}

	standin.Set(config, "content", string(content))
	standin.Set(config, "content_base64", base64.StdEncoding.EncodeToString(content))

	return config, nil
}

func isMode(attribute string) standin.Rule {
	return func(config standin.Values) *standin.Fault {
		if config[attribute].IsNull() || !config[attribute].IsKnown() {
			return nil
		}

		if _, valid := mode(standin.Text(config[attribute])); valid {
			return nil
		}

		return &standin.Fault{
			Attribute: attribute,
			Summary:   "Invalid File Permission String Value",
			Detail:    fmt.Sprintf("bad mode permission: got %q, it must be three or four octal digits, such as 0600", standin.Text(config[attribute])),
		}
	}
}

func fault(summary, when string, err error) error {
	return &standin.Fault{Summary: summary, Detail: "An unexpected error occurred " + when + "\n\nOriginal Error: " + err.Error()}
}
