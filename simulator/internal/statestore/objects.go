package statestore

import (
	"crypto/md5"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	s3Scheme = "s3://"

	// lockSuffix is how OpenTofu names the object that locks another one.
	lockSuffix = ".tflock"
)

// objects are the buckets of S3 with what is in them.
type objects struct {
	mu      sync.Mutex
	buckets map[string]map[string]object
}

type object struct {
	content     []byte
	contentType string
	// checksum is the base64 of the SHA-256, if it came with the object.
	checksum string
	modified time.Time
}

func (o object) etag() string {
	sum := md5.Sum(o.content)

	return `"` + hex.EncodeToString(sum[:]) + `"`
}

func newObjects(buckets []string) *objects {
	made := &objects{buckets: map[string]map[string]object{}}
	for _, bucket := range buckets {
		made.buckets[bucket] = map[string]object{}
	}

	return made
}

func (o *objects) hasBucket(bucket string) bool {
	_, known := o.buckets[bucket] // buckets are never made or removed

	return known
}

func (o *objects) get(bucket, key string) (object, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()

	found, known := o.buckets[bucket][key]

	return found, known
}

// put stores an object; with onlyNew it does not touch one that is there and returns false.
func (o *objects) put(bucket, key string, stored object, onlyNew bool) bool {
	o.mu.Lock()
	defer o.mu.Unlock()

	if _, exists := o.buckets[bucket][key]; exists && onlyNew {
		return false
	}

	o.buckets[bucket][key] = stored

	return true
}

func (o *objects) remove(bucket, key string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.buckets[bucket], key)
}

// keys lists the keys of a bucket that begin with a prefix and come after another one, sorted.
func (o *objects) keys(bucket, prefix, after string) []string {
	o.mu.Lock()
	defer o.mu.Unlock()

	keys := slices.Sorted(maps.Keys(o.buckets[bucket]))

	return slices.DeleteFunc(keys, func(key string) bool { return !strings.HasPrefix(key, prefix) || key <= after })
}

func (o *objects) inventory() []Stored {
	o.mu.Lock()
	defer o.mu.Unlock()

	var inventory []Stored

	for bucket, stored := range o.buckets {
		for key, object := range stored {
			_, locked := stored[key+lockSuffix]
			inventory = append(inventory, Stored{Path: s3Scheme + bucket + "/" + key, Bytes: len(object.content), Locked: locked})
		}
	}

	return inventory
}
