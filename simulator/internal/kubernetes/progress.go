package kubernetes

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"

	"cdktf-proxmox-talos/simulator/internal/calls"
)

// manifestProgress is what has become of the manifests of one cluster.
type manifestProgress struct {
	recorder *calls.Recorder
	client   *http.Client
	fetched  map[string][]byte
	done     map[string]bool
	retry    backoff
}

func newManifestProgress(s *Server) *manifestProgress {
	return &manifestProgress{recorder: s.recorder, client: s.client, fetched: map[string][]byte{}, done: map[string]bool{}}
}

// keep applies the manifests of each control plane that have not all been applied, unless it is too early to try again.
func (p *manifestProgress) keep(ctx context.Context, s *session, cluster string, controlPlanes []*member) (applied []string, err error, tried bool) {
	if !p.retry.isDue() {
		return nil, nil, false
	}

	var faults []error

	for _, member := range controlPlanes {
		done, err := p.apply(ctx, &applier{session: s, recorder: p.recorder, cluster: cluster}, member)
		applied = append(applied, done...)

		if err != nil {
			faults = append(faults, err)
		}
	}

	err = errors.Join(faults...)
	p.retry.after(err)

	return applied, err, true
}

func (p *manifestProgress) apply(ctx context.Context, by *applier, member *member) ([]string, error) {
	manifests, err := defaultManifests(member.config)
	if err != nil {
		return nil, err
	}

	manifests = append(manifests, configuredManifests(member.config)...)

	sum := sha256.New()
	for _, manifest := range manifests {
		_, _ = fmt.Fprintf(sum, "%q %q %q %q\n", manifest.id, manifest.url, manifest.headers, manifest.text) // cannot fail
	}

	key := hex.EncodeToString(sum.Sum(nil))
	if p.done[key] {
		return nil, nil
	}

	manifests, fetchFault := p.fetchAll(ctx, manifests)
	objects, readFault := objectsOf(manifests)
	applied, applyFault := by.apply(ctx, objects)
	err = errors.Join(fetchFault, readFault, applyFault)
	p.done[key] = err == nil

	return applied, err
}

// fetchAll downloads what is not there yet; those that cannot be had are left out.
func (p *manifestProgress) fetchAll(ctx context.Context, manifests []manifest) ([]manifest, error) {
	var (
		there  []manifest
		faults []error
	)

	for _, manifest := range manifests {
		if manifest.url != "" {
			key := fmt.Sprintf("%q %q", manifest.url, manifest.headers)

			if p.fetched[key] == nil {
				text, err := fetch(ctx, p.client, manifest)
				if err != nil {
					faults = append(faults, err)

					continue
				}

				p.fetched[key] = text
			}

			manifest.text = p.fetched[key]
		}

		there = append(there, manifest)
	}

	return there, errors.Join(faults...)
}
