package talos

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"go.yaml.in/yaml/v4"

	"cdktf-proxmox-talos/simulator/internal/schematic"
	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/loopback"
)

// defaultFactory is asked where the provider block names none.
const defaultFactory = "https://factory.talos.dev"

// factory is the Image Factory that the provider block names.
type factory struct {
	base   *url.URL
	client http.Client
}

func (f *factory) configure(_ context.Context, config standin.Values) error {
	address, known := standin.TextKnown(config["image_factory_url"])
	if known && address == "" {
		address = defaultFactory
	}

	base, err := url.Parse(address)
	if err != nil {
		return &standin.Fault{Attribute: "image_factory_url", Summary: "failed to create Image Factory client", Detail: err.Error()}
	}

	f.base = base
	f.client.Transport = &http.Transport{DialContext: loopback.Dial}

	return nil
}

// ask sends one request; body is YAML, or nil for a question.
func (f *factory) ask(ctx context.Context, body []byte, answer any, path ...string) error {
	if f.base == nil || f.base.Host == "" {
		return errors.New("image_factory_url is not known yet")
	}

	method := http.MethodGet
	if body != nil {
		method = http.MethodPost
	}

	request, err := http.NewRequestWithContext(ctx, method, f.base.JoinPath(path...).String(), bytes.NewReader(body))
	if err != nil {
		return err
	}

	if body != nil {
		request.Header.Set("Content-Type", "application/yaml")
	}

	response, err := f.client.Do(request)
	if err != nil {
		return err
	}

	defer response.Body.Close() //nolint:errcheck // all is read that counts

	switch {
	case response.StatusCode == http.StatusBadRequest:
		details, err := io.ReadAll(response.Body)
		if err != nil {
			return err
		}

		return fmt.Errorf("invalid schematic: %s", details)
	case response.StatusCode > http.StatusBadRequest:
		return fmt.Errorf("request failed, code %d", response.StatusCode)
	default:
		return json.NewDecoder(response.Body).Decode(answer)
	}
}

func schematicResource(f *factory) standin.Resource {
	post := func(ctx context.Context, planned standin.Values, action string) (standin.Values, error) {
		// what the vendored schematic of the provider does not know is dropped without a word
		var wanted schematic.Schematic
		if err := yaml.Unmarshal([]byte(standin.Text(planned["schematic"])), &wanted); err != nil {
			return nil, &standin.Fault{Attribute: "schematic", Summary: "failed to unmarshal schematic", Detail: err.Error()}
		}

		canonical, err := wanted.Canonical()
		if err != nil {
			return nil, &standin.Fault{Summary: "failed to " + action + " schematic", Detail: err.Error()}
		}

		var answer struct{ ID string }
		if err := f.ask(ctx, canonical, &answer, "schematics"); err != nil {
			return nil, &standin.Fault{Summary: "failed to " + action + " schematic", Detail: err.Error()}
		}

		standin.Set(planned, "id", answer.ID)

		return planned, nil
	}

	return standin.Resource{
		Create: func(ctx context.Context, planned, _ standin.Values) (standin.Values, error) {
			return post(ctx, planned, "create")
		},
		Update: func(ctx context.Context, _, planned, _ standin.Values) (standin.Values, error) {
			return post(ctx, planned, "update")
		},
		Delete: standin.Forget,
	}
}
