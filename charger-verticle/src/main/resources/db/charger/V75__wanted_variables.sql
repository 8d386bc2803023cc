create table wanted_set (
  id text collate "C" primary key,
  name text not null,
  -- Null: any.
  site text,
  vendor text,
  model text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create index wanted_set_newest on wanted_set (created_at desc, id desc);

create table wanted_variable (
  set_id text collate "C" not null references wanted_set on delete cascade,
  position int not null,
  component text collate "C" not null,
  component_instance text collate "C" not null,
  -- Null: wherever the station has the component.
  evse_id int,
  connector_id int,
  variable text collate "C" not null,
  variable_instance text collate "C" not null,
  type text not null,
  value text not null,
  primary key (set_id, position)
);

-- Whether two texts are the same value of a type: 10 is 10.0, a member list has no order.
create function device_value_same(data_type text, a text, b text) returns boolean
language sql immutable as $$
  select case
    when a is null or b is null then false
    when a = b then true
    when data_type in ('integer', 'decimal')
      and a ~ '^\s*[+-]?[0-9]{1,50}(\.[0-9]{1,50})?\s*$'
      and b ~ '^\s*[+-]?[0-9]{1,50}(\.[0-9]{1,50})?\s*$' then a::numeric = b::numeric
    when data_type = 'boolean' then lower(a) = lower(b)
    when data_type = 'MemberList' then
      (select array_agg(distinct trim(x) collate "C" order by trim(x) collate "C")
       from unnest(string_to_array(a, ',')) x)
      is not distinct from
      (select array_agg(distinct trim(x) collate "C" order by trim(x) collate "C")
       from unnest(string_to_array(b, ',')) x)
    when data_type = 'SequenceList' then
      regexp_replace(trim(a), '\s*,\s*', ',', 'g') = regexp_replace(trim(b), '\s*,\s*', ',', 'g')
    else false
  end
$$;
